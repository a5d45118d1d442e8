// What the agent thinks: its moves, how its opinion came about, its tree, and what its model imagines.
import { html, useEffect, useRef, useState } from "./vendor/preact.mjs";
import { useAnswer } from "./api.mjs";
import { Field } from "./field.mjs";
import { count, percent, signed } from "./format.mjs";

/** Moves of a search, those that were visited most first. */
export const byVisits = (moves) => [...moves].sort((a, b) => b.visits - a.visits || b.policy - a.policy);

// Moves of a variation that is shown: each is a question to the server.
const LONGEST = 6;

/** The moves that a search expects after `action`, and itself: the most visited ones of its tree. */
async function variation(game, search, action) {
  const expected = (search.pv || []).map((move) => move.action);
  if (expected[0] === action) return expected;
  const line = [action];
  while (line.length < LONGEST) {
    const { search: number, children } = await game.tree(line);
    if (number !== search.search) break;
    const [best] = [...children].sort((a, b) => b.visits - a.visits);
    if (!best || !best.visits) break;
    line.push(best.action);
  }
  return line;
}

// Rows at first: a large board has hundreds of moves.
const ROWS = 30;
// Milliseconds that a row is pointed at until its variation is asked for.
const POINTED = 120;

/** Shows the variations of a search's moves: gives functions that show one and that show none. */
function usePointing(game, search, show) {
  const wish = useRef(0);
  const timer = useRef(0);
  const rest = () => {
    wish.current++;
    clearTimeout(timer.current);
    show(null);
  };
  const number = search && search.search;
  useEffect(() => rest, [number]); // the row that was pointed at is gone
  const line = (actions) => show({ search: number, ply: search.ply, actions });
  const point = (action) => {
    const mine = ++wish.current;
    clearTimeout(timer.current);
    line([action]);
    if (search.running) return;
    timer.current = setTimeout(() => variation(game, search, action).then(
      (actions) => mine === wish.current && line(actions),
      () => {}, // a search that was put away has no tree: the move itself stays shown
    ), POINTED);
  };
  return { point, line, rest };
}

/** The moves of a search as a table; pointing at one shows its line on the board. `who` searched; `earlier`: before the last move, so that its moves cannot be played. */
export function MoveTable({ game, search, who, earlier, show, play, legal }) {
  const [all, setAll] = useState(false);
  const { point, line, rest } = usePointing(game, search, show);
  if (!search) return html`<p class="quiet">Nothing searched here yet. Press Hint or Think.</p>`;
  const sorted = byVisits(search.moves);
  const moves = all ? sorted : sorted.slice(0, ROWS);
  const may = (move) => Boolean(play) && !earlier && legal.has(move.action);
  const pv = (search.pv || []).map((move) => move.action);
  return html`<div class=${all ? "scroll tall" : "scroll"}><table class="moves">
    <caption>${earlier ? "Before the last move: " : ""}${count(search.simulations)} simulations of ${who}${search.images > 1 ? ` in each of ${search.images} mirrored or turned boards` : ""}, value ${signed(search.value)} for the player to move${search.running ? " …" : ""}</caption>
    <thead><tr><th scope="col">move</th><th scope="col">visits</th><th scope="col">Q</th><th scope="col">prior</th><th scope="col">policy</th><th scope="col">reward</th></tr></thead>
    <tbody>${moves.map((move) => html`<tr key=${move.action} class=${move.action === search.action ? "best" : ""}
        onMouseEnter=${() => point(move.action)} onMouseLeave=${rest}>
      <th scope="row"><button type="button" class="link" aria-disabled=${may(move) ? null : "true"} onFocus=${() => point(move.action)} onBlur=${rest}
          onClick=${() => may(move) && play(move.action)}>${move.name}</button></th>
      <td>${count(move.visits)}</td><td>${move.visits ? signed(move.q) : "–"}</td><td>${percent(move.prior)}</td>
      <td>${percent(move.policy)}</td><td>${move.visits ? signed(move.reward, 2) : "–"}</td></tr>`)}</tbody>
  </table></div>
  ${sorted.length > ROWS ? html`<p class="quiet">${moves.length} of ${sorted.length} moves. <button type="button" class="link" onClick=${() => setAll(!all)}>${all ? "Show the first" : "Show all"}</button></p>` : null}
  ${pv.length ? html`<p class="pv"><button type="button" class="link" onMouseEnter=${() => line(pv)} onMouseLeave=${rest}
      onFocus=${() => line(pv)} onBlur=${rest}>Expected line</button>${": " + search.pv.map((move) => move.name).join(" ")}</p>` : null}`;
}

/** What a search is known by: it, what it did, and how much of it. */
const questionOf = (search) => [search ? search.search : null, Boolean(search && search.running), search ? search.simulations : 0];

/** A slider over the simulations of one search. `pick` receives a snapshot with the search's number and ply, or null for the search itself. */
export function Simulations({ game, search, who, pick }) {
  const question = questionOf(search);
  const { value: all, problem } = useAnswer(() => (search && !search.running ? game.snapshots() : null), question);
  const [at, setAt] = useState(Infinity);
  useEffect(() => {
    setAt(Infinity);
    pick(null);
  }, question);
  if (!search) return html`<p class="quiet">Nothing searched here yet.</p>`;
  if (problem) return html`<p class="problem" role="alert">${problem}</p>`;
  if (!all) return html`<p class="quiet">Ready when the search is.</p>`;
  const snapshots = all.search === search.search ? all.snapshots : [];
  if (!snapshots.length) return html`<p class="quiet">This search kept no snapshots.</p>`;
  const index = Math.min(at, snapshots.length - 1);
  const now = snapshots[index];
  const move = (event) => {
    const to = Number(event.target.value);
    setAt(to);
    pick({ ...snapshots[to], search: search.search, ply: search.ply });
  };
  const [best] = byVisits(now.moves);
  return html`<p class="quiet">A search of ${who} before move ${search.ply + 1}.</p>
    <label class="slider">After <output>${count(now.simulations)}</output> of ${count(snapshots[snapshots.length - 1].simulations)} simulations
      <input type="range" min="0" max=${snapshots.length - 1} value=${index} onInput=${move} /></label>
    <p>Value ${signed(now.value)}; most visited: <strong>${best ? best.name : "–"}</strong>${best && best.visits ? `, ${count(best.visits)} visits, Q ${signed(best.q)}` : ""}.</p>`;
}

/** A node of the tree. `walk`: {at, to}: the path that has the focus, and a function that gives it to another. */
function Branch({ game, path, node, walk }) {
  const [open, setOpen] = useState(false);
  const { value, problem } = useAnswer(() => (open ? game.tree(path) : null), [open]);
  const here = path.join(".");
  const turn = (opens) => {
    setOpen(opens);
    if (!opens && String(walk.at).startsWith(here + ".")) walk.to(here); // or the tree could not be reached any more
  };
  const key = (event) => {
    const opens = event.key === "Enter" || event.key === " " ? !open : event.key === "ArrowRight" ? true : event.key === "ArrowLeft" ? false : null;
    if (event.target !== event.currentTarget || opens === null || !node.children || opens === open) return;
    event.preventDefault();
    event.stopPropagation();
    turn(opens);
  };
  const said = `${node.name}, ${count(node.visits)} visits, Q ${signed(node.q)}, prior ${percent(node.prior)}${node.reward ? `, reward ${signed(node.reward, 2)}` : ""}`;
  return html`<li role="treeitem" data-path=${here} aria-label=${said} aria-expanded=${node.children ? String(open) : null} tabindex=${walk.at === here ? 0 : -1}
      onKeyDown=${key} onFocus=${(event) => event.target === event.currentTarget && walk.to(here)}>
    <span class="node">
      ${node.children ? html`<button type="button" class="twist" tabindex="-1" aria-label=${(open ? "Close " : "Open ") + node.name} onClick=${() => turn(!open)}>${open ? "▾" : "▸"}</button>` : html`<span class="twist">·</span>`}
      <strong>${node.name}</strong> <span>N ${count(node.visits)}</span> <span>Q ${signed(node.q)}</span> <span class="quiet">prior ${percent(node.prior)}</span>
      ${node.reward ? html`<span class="quiet">reward ${signed(node.reward, 2)}</span>` : null}
    </span>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}
    ${open && value ? html`<ul role="group">${value.children.map((child) => html`<${Branch} key=${child.action} game=${game} path=${[...path, child.action]} node=${child} walk=${walk} />`)}</ul>` : null}
  </li>`;
}

/** The search's tree, opened branch by branch. Arrows walk through it, as through any tree. */
export function Tree({ game, search, who }) {
  const { value, problem } = useAnswer(() => (search && !search.running ? game.tree([]) : null), questionOf(search));
  const [at, setAt] = useState(null);
  useEffect(() => setAt(null), [value]);
  if (!search) return html`<p class="quiet">Nothing searched here yet.</p>`;
  if (problem) return html`<p class="problem" role="alert">${problem}</p>`;
  if (!value) return html`<p class="quiet">Ready when the search is.</p>`;
  const roots = value.children;
  const stop = at === null && roots.length ? String(roots[0].action) : at;
  const key = (event) => {
    const items = [...event.currentTarget.querySelectorAll("[role=treeitem]")];
    const index = items.indexOf(event.target.closest("[role=treeitem]"));
    const parent = event.key === "ArrowLeft" && items[index] ? items[index].parentElement.closest("[role=treeitem]") : null;
    const opened = event.key === "ArrowRight" && items[index] && items[index].getAttribute("aria-expanded") === "true";
    const to = event.key === "ArrowDown" || opened ? items[index + 1] : event.key === "ArrowUp" ? items[index - 1] : event.key === "Home" ? items[0]
      : event.key === "End" ? items[items.length - 1] : parent;
    if (!to) return;
    event.preventDefault();
    to.focus();
  };
  return html`<p class="quiet">The tree of ${who} before move ${search.ply + 1}.</p>
    <ul role="tree" class="tree" aria-label="Search tree" onKeyDown=${key}>${roots.map((node) => html`<${Branch} key=${search.search + "." + node.action} game=${game} path=${[node.action]} node=${node}
      walk=${{ at: stop, to: setAt }} />`)}</ul>`;
}

function error(a, b) {
  if (a === null || b === null || a === undefined || b === undefined) return null;
  return Math.abs(a - b);
}

function Off({ by, scale }) {
  if (by === null) return html`<td>–</td>`;
  const share = Math.min(1, by / (scale || 1));
  return html`<td class="off"><span class="off-bar" style=${{ width: 100 * share + "%" }}></span><span>${by.toFixed(3)}</span></td>`;
}

/** What the model of a search's agent predicts along one of its lines, beside what the rules give. `rules`: the agent has no model. */
export function Imagined({ game, who, rules, search, scale }) {
  const [first, setFirst] = useState(null); // the line's first move; null: the expected line's
  const [asked, setAsked] = useState(null); // what was asked for: {line, number}
  const question = search ? search.search : null;
  useEffect(() => {
    setFirst(null);
    setAsked(null);
  }, [question]);
  const imagine = async () => game.imagine({ agent: search.agent, actions: await variation(game, search, asked.first) });
  const { value, problem } = useAnswer(() => (asked && asked.question === question ? imagine() : null), [question, asked && asked.number]);
  if (rules) return html`<p>This agent searches by the real rules: what it looks ahead to is what happens, so there is no guess to compare.</p>`;
  const ready = Boolean(search) && !search.running && search.moves.length > 0;
  const moves = search ? byVisits(search.moves) : [];
  const expected = search && search.pv && search.pv.length ? search.pv[0].action : moves.length ? moves[0].action : null;
  const chosen = first === null ? expected : first;
  const busy = Boolean(asked) && asked.question === question && !value && !problem;
  const compare = () => setAsked({ question, first: chosen, number: (asked ? asked.number : 0) + 1 });
  return html`<p>The model never sees the rules while it thinks. Here is the guess of ${who} along a line, beside what the rules really give.</p>
    <div class="seats"><${Field} label="Line"><select value=${chosen === null ? "" : String(chosen)} disabled=${!ready} onChange=${(event) => setFirst(Number(event.target.value))}>
      ${moves.length ? moves.map((move) => html`<option key=${move.action} value=${String(move.action)}>${move.name}${move.action === expected ? " … (expected)" : move.visits ? " …" : ""}</option>`) : html`<option value="">none yet</option>`}</select><//>
      <button type="button" disabled=${busy || !ready} onClick=${compare}>Compare along this line</button>
      ${ready ? null : html`<span class="quiet field">Think first.</span>`}</div>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}
    ${value ? html`<div class="scroll"><table class="imagined">
      <thead><tr><th scope="col">move</th><th scope="col">reward: model</th><th scope="col">rules</th><th scope="col">off by</th><th scope="col">value: imagined</th><th scope="col">observed</th><th scope="col">off by</th></tr></thead>
      <tbody>${value.steps.map((step, i) => html`<tr key=${i}><th scope="row">${i + 1}. ${step.name}</th>
        <td>${signed(step.reward)}</td><td>${signed(step.realReward)}</td><${Off} by=${error(step.reward, step.realReward)} scale=${scale} />
        <td>${signed(step.value)}</td><td>${signed(step.realValue)}${step.over ? " (end)" : ""}</td><${Off} by=${error(step.value, step.realValue)} scale=${scale} /></tr>`)}</tbody>
    </table></div>` : null}`;
}
