// Small graphs in SVG: a game's values, and strips of a one-player episode.
import { html, useRef, useState } from "./vendor/preact.mjs";
import { known as isKnown, signed } from "./format.mjs";

const WIDTH = 600;

/** The height of a point: its value, or, where nobody searched, that of the line between the points beside it that have one. */
export function level(points, ply) {
  const known = points.filter((point) => isKnown(point.value));
  const before = known.filter((point) => point.ply <= ply).pop();
  const after = known.find((point) => point.ply >= ply);
  if (!before || !after) return (before || after || { value: 0 }).value;
  return before.ply === after.ply ? before.value : before.value + ((after.value - before.value) * (ply - before.ply)) / (after.ply - before.ply);
}

/**
 * The value over a game, by move, as the searches before the moves saw it, in the first player's view. `points`: [{ply, value,
 * name, lost}]; value null where nobody searched, lost where a solver found that the move gave value away. `go(ply)` is called for a click
 * on a point. The points are one stop of the tab key; arrows go from one to the next.
 */
export function ValueGraph({ points, at, low, high, go }) {
  const height = 120;
  const svg = useRef(null);
  const [focus, setFocus] = useState(null); // the ply of the point that the tab key leads to
  const known = points.filter((point) => isKnown(point.value));
  const marked = points.filter((point) => point.lost || known.includes(point));
  const last = Math.max(1, points.length);
  const x = (ply) => 14 + ((WIDTH - 28) * ply) / last;
  const y = (value) => 8 + (height - 16) * (1 - (Math.max(low, Math.min(high, value)) - low) / (high - low || 1));
  const path = known.map((point, i) => (i ? "L" : "M") + x(point.ply).toFixed(1) + " " + y(point.value).toFixed(1)).join("");
  const first = marked.some((point) => point.ply === focus) || !marked.length ? focus : marked[marked.length - 1].ply;
  const walk = (event, index) => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: marked.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = marked[Math.max(0, Math.min(marked.length - 1, to))];
    setFocus(next.ply);
    svg.current.querySelector(`[data-ply="${next.ply}"]`).focus();
  };
  return html`<figure class="graph">
    <svg viewBox=${`0 0 ${WIDTH} ${height}`} ref=${svg} role="group" aria-label="Value over the game">
      ${low < 0 && high > 0 ? html`<line class="zero" x1="0" x2=${WIDTH} y1=${y(0)} y2=${y(0)} />` : null}
      <line class="now" x1=${x(at)} x2=${x(at)} y1="0" y2=${height} />
      <path class="value" d=${path} />
      ${marked.map((point, index) => {
        const said = `move ${point.ply + 1}${point.name ? ", " + point.name : ""}: value ${signed(point.value)}${point.lost ? ", gave value away" : ""}`;
        const value = level(points, point.ply);
        const press = (event) => {
          if (event.key !== "Enter" && event.key !== " ") return walk(event, index);
          event.preventDefault();
          return go(point.ply);
        };
        return html`<g key=${point.ply} role="button" data-ply=${point.ply} tabindex=${point.ply === first ? 0 : -1} onFocus=${() => setFocus(point.ply)} aria-label=${said} onClick=${() => go(point.ply)} onKeyDown=${press}>
          <title>${said}</title>
          ${point.lost
            ? html`<rect class="lost" x=${x(point.ply) - 5} y=${y(value) - 5} width="10" height="10" transform=${`rotate(45 ${x(point.ply)} ${y(value)})`} />`
            : html`<circle class="point" cx=${x(point.ply)} cy=${y(value)} r=${points.length > 60 ? 2 : 4} />`}
        </g>`;
      })}
    </svg>
    <figcaption class="quiet">Value for the first player before each move.${marked.some((point) => point.lost) ? " ◆ gave value away." : ""}</figcaption>
  </figure>`;
}

/** A strip of numbers over an episode; an empty one where there is none. */
export function Strip({ label, numbers, at }) {
  const height = 44;
  const finite = numbers.filter((number) => Number.isFinite(number));
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const x = (i) => (WIDTH * i) / Math.max(1, numbers.length - 1);
  const y = (number) => 4 + (height - 8) * (1 - (number - low) / (high - low || 1));
  let path = "";
  let drawing = false;
  numbers.forEach((number, i) => {
    if (!Number.isFinite(number)) {
      drawing = false;
      return;
    }
    path += (drawing ? "L" : "M") + x(i).toFixed(1) + " " + y(number).toFixed(1);
    drawing = true;
  });
  return html`<figure class="strip">
    <figcaption>${label} <span class="quiet">${signed(numbers[Math.min(at, numbers.length - 1)])}</span></figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" role="img" aria-label=${finite.length ? `${label}, from ${signed(low)} to ${signed(high)}` : `${label}, none yet`}>
      <path class="value" d=${path} /><line class="now" x1=${x(at)} x2=${x(at)} y1="0" y2=${height} />
    </svg>
  </figure>`;
}

/** Who is ahead, as a bar; `value` within [low, high] in the first player's view. */
export function ValueBar({ value, low, high, names }) {
  const share = value === null || value === undefined ? 0.5 : (Math.max(low, Math.min(high, value)) - low) / (high - low || 1);
  return html`<div class="value-bar" role="meter" aria-label=${names.length > 1 ? `Value for ${names[0]}` : "Value"} aria-valuemin=${low} aria-valuemax=${high}
      aria-valuenow=${value === null || value === undefined ? low : value} aria-valuetext=${signed(value)}>
    <span class="fill" style=${{ width: 100 * share + "%" }}></span>
    <span class="number">${names.length > 1 ? names[0] + " " : ""}${signed(value)}</span>
  </div>`;
}
