// Pictures on a canvas: scenes of physics, grids, cards and pixels. Colours of the world come with the picture.
import { html, useEffect, useRef } from "./vendor/preact.mjs";

const TILES = {
  floor: "#f0efea", wall: "#707070", goal: "#6fbf73", hole: "#30506f", ice: "#d6ecfa", cliff: "#7a4a2b", start: "#f5e3b3",
};
const INK = "#303030";
const PAPER = "#fafaf7";
function scene(brush, picture, width) {
  const [left, bottom, right, top] = picture.view;
  const scale = width / (right - left);
  const height = Math.ceil((top - bottom) * scale);
  const x = (wx) => (wx - left) * scale;
  const y = (wy) => (top - wy) * scale;
  return {
    height,
    draw() {
      brush.fillStyle = PAPER;
      brush.fillRect(0, 0, width, height);
      for (const shape of picture.shapes) {
        brush.beginPath();
        if (shape.radius !== undefined) {
          brush.arc(x(shape.centre[0]), y(shape.centre[1]), shape.radius * scale, 0, 2 * Math.PI);
        } else {
          for (let i = 0; i < shape.points.length; i += 2) {
            brush[i ? "lineTo" : "moveTo"](x(shape.points[i]), y(shape.points[i + 1]));
          }
        }
        if (shape.closed || shape.radius !== undefined) {
          brush.closePath();
          brush.fillStyle = shape.fill;
          brush.fill();
        } else {
          brush.strokeStyle = shape.line;
          brush.lineWidth = Math.max(1, (shape.width || 0) * scale);
          brush.lineCap = brush.lineJoin = "round";
          brush.stroke();
        }
      }
      notes(brush, picture, INK);
    },
  };
}

/** Words and numbers in the corner of a picture. */
function notes(brush, picture, colour) {
  brush.fillStyle = colour;
  brush.font = "12px monospace";
  Object.entries(picture.notes || {}).forEach(([name, value], i) => brush.fillText(`${name} ${value}`, 8, 18 + 15 * i));
}

function agent(brush, it, size) {
  if (!it) return;
  const x = (it.column + 0.5) * size;
  const y = (it.row + 0.5) * size;
  brush.fillStyle = "#c0392b";
  brush.beginPath();
  if (it.direction === undefined) {
    brush.arc(x, y, size * 0.28, 0, 2 * Math.PI);
  } else {
    const turn = (it.direction * Math.PI) / 2;
    const point = (dx, dy) => [x + size * (dx * Math.cos(turn) - dy * Math.sin(turn)), y + size * (dx * Math.sin(turn) + dy * Math.cos(turn))];
    brush.moveTo(...point(0.36, 0));
    brush.lineTo(...point(-0.3, 0.28));
    brush.lineTo(...point(-0.3, -0.28));
    brush.closePath();
  }
  brush.fill();
}

function word(brush, text, x, y, size) {
  brush.fillStyle = INK;
  brush.font = `bold ${Math.max(9, size / Math.max(3, text.length))}px sans-serif`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.fillText(text, x, y);
  brush.textAlign = "start";
  brush.textBaseline = "alphabetic";
}

function grid(brush, picture, width) {
  const { rows, columns } = picture;
  const size = width / Math.max(rows, columns);
  return {
    height: rows * size,
    draw() {
      brush.fillStyle = PAPER;
      brush.fillRect(0, 0, width, rows * size);
      for (let i = 0; i < rows * columns; i++) {
        brush.fillStyle = TILES[picture.tiles[i]] || PAPER;
        brush.fillRect((i % columns) * size, Math.floor(i / columns) * size, size, size);
        brush.strokeStyle = "#d0d0cc";
        brush.lineWidth = 1;
        brush.strokeRect((i % columns) * size, Math.floor(i / columns) * size, size, size);
      }
      brush.strokeStyle = INK;
      brush.lineWidth = 4;
      for (const [row, column] of picture.walls || []) {
        brush.beginPath();
        brush.moveTo((column + 1) * size, row * size);
        brush.lineTo((column + 1) * size, (row + 1) * size);
        brush.stroke();
      }
      for (const mark of picture.marks || []) word(brush, mark.word, (mark.column + 0.5) * size, (mark.row + 0.5) * size, size);
      agent(brush, picture.agent, size);
    },
  };
}

function cards(brush, picture, width) {
  const [wide, high] = [50, 70];
  return {
    height: 10 + picture.hands.length * (high + 40),
    draw() {
      brush.fillStyle = PAPER;
      brush.fillRect(0, 0, width, 10 + picture.hands.length * (high + 40));
      picture.hands.forEach((hand, row) => {
        const y = 10 + row * (high + 40);
        brush.fillStyle = INK;
        brush.font = "15px sans-serif";
        brush.fillText(`${hand.name}  ${hand.total}`, 10, y + 15);
        hand.cards.forEach((card, i) => {
          const x = 10 + i * (wide + 8);
          brush.fillStyle = card === "?" ? "#2c5aa0" : "#ffffff";
          brush.strokeStyle = INK;
          brush.lineWidth = 1.5;
          brush.beginPath();
          brush.roundRect(x, y + 25, wide, high, 8);
          brush.fill();
          brush.stroke();
          if (card !== "?") word(brush, card, x + wide / 2, y + 25 + high / 2, wide);
        });
      });
    },
  };
}

function pixels(brush, picture, width) {
  const size = width / picture.columns;
  return {
    height: picture.rows * size,
    draw() {
      brush.fillStyle = "#10131a";
      brush.fillRect(0, 0, width, picture.rows * size);
      for (const layer of picture.layers) {
        brush.fillStyle = layer.colour;
        for (const cell of layer.cells) {
          brush.fillRect((cell % picture.columns) * size, Math.floor(cell / picture.columns) * size, size, size);
        }
      }
      notes(brush, picture, "#ffffff");
    },
  };
}

// Pictures that stay decoded; a replay shows each again.
const DECODED = 32;
const decoded = new Map(); // {wide, high, bitmap} by file, the newest last

/** A PNG file in base 64: its size at once, its pixels when they are decoded. */
function decode(png) {
  let it = decoded.get(png);
  if (!it) {
    const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
    // The size stands in the file's header.
    const number = (at) => ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
    it = { wide: number(16), high: number(20), bitmap: createImageBitmap(new Blob([bytes], { type: "image/png" })) };
  }
  decoded.delete(png);
  decoded.set(png, it);
  if (decoded.size > DECODED) {
    const [[oldest, { bitmap }]] = decoded;
    decoded.delete(oldest);
    bitmap.then((pixels) => pixels.close(), () => {}); // one that was no picture was said to be none when it was drawn
  }
  return it;
}

/** A picture that came whole; decoded here, so that no image has to be fetched. */
function image(brush, picture, width) {
  const { wide, high, bitmap } = decode(picture.png);
  const height = Math.round((width * high) / wide);
  return {
    height,
    draw(isNewest) {
      bitmap.then((pixels) => {
        if (!isNewest()) return;
        brush.imageSmoothingEnabled = wide > width;
        brush.drawImage(pixels, 0, 0, width, height);
      }, () => {
        if (isNewest()) notes(brush, { notes: { "no picture:": "it cannot be decoded" } }, "#c0392b");
      });
    },
  };
}

const KINDS = { scene, grid, cards, pixels, image };

/** Whether a picture is drawn on a canvas. */
export const isDrawn = (picture) => picture && picture.kind in KINDS;

/** A picture that is no board; `text` says the same in words. */
export function Scene({ picture, text, label }) {
  const canvas = useRef(null);
  const shown = useRef({ picture: null, number: 0, width: 0 });
  const draw = () => {
    const element = canvas.current;
    const mine = ++shown.current.number;
    const width = Math.max(200, Math.min(640, element.parentElement.clientWidth));
    const ratio = window.devicePixelRatio || 1;
    const brush = element.getContext("2d");
    const drawing = KINDS[shown.current.picture.kind](brush, shown.current.picture, width);
    shown.current.width = element.parentElement.clientWidth;
    if (element.width !== Math.round(width * ratio) || element.height !== Math.round(drawing.height * ratio)) {
      element.width = Math.round(width * ratio);
      element.height = Math.round(drawing.height * ratio);
      element.style.width = width + "px";
      element.style.height = drawing.height + "px";
    }
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawing.draw(() => mine === shown.current.number);
  };
  useEffect(() => {
    shown.current.picture = picture;
    draw();
  }, [picture]);
  useEffect(() => {
    const { parentElement } = canvas.current;
    const watch = new ResizeObserver(() => parentElement.clientWidth !== shown.current.width && draw());
    watch.observe(parentElement);
    return () => {
      watch.disconnect();
      shown.current.number++;
    };
  }, []);
  return html`<div class="scene"><canvas ref=${canvas} role="img" aria-label=${label + ": " + text}></canvas></div>`;
}
