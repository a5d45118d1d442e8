// A board of cells: stones, the last move, and over them what the agent thinks. Played by click or by keyboard.
import { html, useEffect, useRef, useState } from "./vendor/preact.mjs";
import { percent } from "./format.mjs";

/** How the actions of a game lie on its board: the cells an action belongs to, and the action of a cell. */
export function layout(picture, actionCount) {
  const cells = picture.rows * picture.columns;
  if (actionCount === picture.columns && picture.rows > 1) {
    return {
      columns: true,
      actionOf: (cell) => cell % picture.columns,
      cellOf: (action, marks) => {
        for (let row = picture.rows - 1; row >= 0; row--) {
          if (!marks[row * picture.columns + action]) return row * picture.columns + action;
        }
        return action;
      },
    };
  }
  return { columns: false, actionOf: (cell) => cell, cellOf: (action) => (action < cells ? action : -1) };
}

/** The marks of a board with a line of actions played on, and the number of each of them by cell. */
function imagined(picture, place, line) {
  const marks = picture.cells.slice();
  const numbers = new Map();
  let mover = picture.toMove;
  line.forEach((action, i) => {
    const cell = place.cellOf(action, marks);
    if (cell >= 0 && !numbers.has(cell)) {
      if (!marks[cell]) marks[cell] = mover;
      numbers.set(cell, i + 1);
    }
    mover = mover === "X" ? "O" : "X";
  });
  return { marks, numbers };
}

const MARK = { X: "first", O: "second" };

/**
 * `picture` of kind board, `actionCount` and `legal` (a set of actions) of the state; `heat` (a map from action to
 * {share, text}) or null; `line`: actions shown as a variation; `play(action)` or null.
 */
export function Board({ picture, actionCount, legal, names, heat, heatKind, line, play, label }) {
  const place = layout(picture, actionCount);
  const grid = useRef(null);
  const [at, setAt] = useState(0);
  const { rows, columns, style } = picture;
  const { marks, numbers } = line && line.length ? imagined(picture, place, line) : { marks: picture.cells, numbers: new Map() };
  const move = (to) => {
    const cell = Math.max(0, Math.min(rows * columns - 1, to));
    setAt(cell);
    const button = grid.current && grid.current.querySelector(`[data-cell="${cell}"]`);
    if (button) button.focus();
  };
  const key = (event) => {
    const row = Math.floor(at / columns);
    const column = at % columns;
    const steps = {
      ArrowLeft: column > 0 ? -1 : 0, ArrowRight: column < columns - 1 ? 1 : 0,
      ArrowUp: row > 0 ? -columns : 0, ArrowDown: row < rows - 1 ? columns : 0,
      Home: -column, End: columns - 1 - column,
    };
    if (event.key in steps) {
      event.preventDefault();
      move(at + steps[event.key]);
    }
  };
  useEffect(() => setAt(Math.min(at, rows * columns - 1)), [rows, columns]);
  const cell = (index) => {
    const action = place.actionOf(index);
    const mark = marks[index];
    const may = Boolean(play) && legal.has(action);
    const drop = place.columns ? place.cellOf(action, picture.cells) === index && !picture.cells[index] : true;
    const glow = heat && drop && legal.has(action) ? heat.get(action) : null;
    const name = names.get(action) || `row ${Math.floor(index / columns) + 1}, column ${(index % columns) + 1}`;
    const stone = picture.cells[index] ? (picture.cells[index] === "X" ? "X" : "O") : "empty";
    const spoken = `${place.columns ? "column " : ""}${name}, ${stone}` + (picture.last === index ? ", last move" : "") + (glow ? `, ${heatKind} ${glow.text}` : "");
    const classes = ["cell", mark ? MARK[mark] : "", numbers.has(index) ? "ghost" : "", picture.last === index ? "last" : "", may ? "may" : ""];
    return html`<button type="button" role="gridcell" class=${classes.join(" ")} key=${index} data-cell=${index}
        aria-label=${spoken} aria-disabled=${may ? null : "true"} tabindex=${at === index ? 0 : -1}
        onFocus=${() => setAt(index)} onClick=${() => may && play(action)}>
      ${glow ? html`<span class="heat" style=${{ opacity: 0.12 + 0.78 * glow.share }}></span>` : null}
      ${mark ? html`<span class="stone">${numbers.has(index) ? numbers.get(index) : style === "marks" ? (mark === "X" ? "✕" : "◯") : ""}</span>` : null}
      ${may && drop && !mark && !glow ? html`<span class="dot"></span>` : null}
      ${glow && !mark ? html`<span class="share">${glow.text}</span>` : null}
    </button>`;
  };
  const passes = [...legal].filter((action) => place.cellOf(action, marks) < 0);
  return html`<div class="board-frame">
    <div role="grid" aria-label=${label} class=${"board " + style + " " + (heatKind || "")} ref=${grid} onKeyDown=${key}
        style=${{ "--columns": columns, "--rows": rows }}>
      ${Array.from({ length: rows }, (_, row) => html`<div role="row" class="row" key=${row}>
        ${Array.from({ length: columns }, (__, column) => cell(row * columns + column))}</div>`)}
    </div>
    ${passes.map((action) => html`<button type="button" class="pass" key=${action} disabled=${!play} onClick=${() => play(action)}>
      ${names.get(action) || "pass"}${heat && heat.get(action) ? " · " + heat.get(action).text : ""}</button>`)}
  </div>`;
}

/** What a map of shares by action shows on the board: `kind` visits, policy or prior of a search's moves. */
export function heatOf(moves, kind) {
  if (!moves || kind === "none") return null;
  const total = kind === "visits" ? moves.reduce((sum, move) => sum + move.visits, 0) : 1;
  const value = (move) => (kind === "visits" ? (total ? move.visits / total : 0) : move[kind]);
  const most = Math.max(1e-9, ...moves.map(value));
  const heat = new Map();
  for (const move of moves) {
    const share = value(move);
    if (share >= 0.0005) heat.set(move.action, { share: share / most, text: percent(share, share < 0.0995 ? 1 : 0).replace(" %", "") });
  }
  return heat;
}
