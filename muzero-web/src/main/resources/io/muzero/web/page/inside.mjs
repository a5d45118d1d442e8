// What the agent thinks: its moves, how its opinion came about, its tree, and what its model imagines.
import { html, useEffect, useState } from "./vendor/preact.mjs";
import { count, percent, signed } from "./format.mjs";

/** The moves of a search as a table; pointing at one shows its line on the board. */
export function MoveTable({ search, earlier, show, play, legal }) {
  if (!search) return html`<p class="quiet">Nothing searched here yet. Press Hint or Think.</p>`;
  const moves = [...search.moves].sort((a, b) => b.visits - a.visits || b.policy - a.policy).slice(0, 30);
  return html`<div class="scroll"><table class="moves">
    <caption>${earlier ? "Before the last move: " : ""}${count(search.simulations)} simulations${search.images > 1 ? ` in each of ${search.images} mirrored or turned boards` : ""}, value ${signed(search.value)} for the player to move${search.running ? " …" : ""}</caption>
    <thead><tr><th scope="col">move</th><th scope="col">visits</th><th scope="col">Q</th><th scope="col">prior</th><th scope="col">policy</th><th scope="col">reward</th></tr></thead>
    <tbody>${moves.map((move) => html`<tr key=${move.action} class=${move.action === search.action ? "best" : ""}
        onMouseEnter=${() => show([move.action])} onMouseLeave=${() => show(null)}>
      <th scope="row"><button type="button" class="link" disabled=${!play || !legal.has(move.action)} onFocus=${() => show([move.action])} onBlur=${() => show(null)}
          onClick=${() => play(move.action)}>${move.name}</button></th>
      <td>${count(move.visits)}</td><td>${move.visits ? signed(move.q) : "–"}</td><td>${percent(move.prior)}</td>
      <td>${percent(move.policy)}</td><td>${move.visits ? signed(move.reward, 2) : "–"}</td></tr>`)}</tbody>
  </table></div>
  ${search.pv && search.pv.length ? html`<p class="pv"><button type="button" class="link" onMouseEnter=${() => show(search.pv.map((move) => move.action))}
      onMouseLeave=${() => show(null)} onFocus=${() => show(search.pv.map((move) => move.action))} onBlur=${() => show(null)}>Expected line</button>${": " + search.pv.map((move) => move.name).join(" ")}</p>` : null}`;
}

/** A slider over the simulations of one search. `pick` receives a snapshot with the search's number and ply, or null for the search itself. */
export function Simulations({ game, search, pick }) {
  const [snapshots, setSnapshots] = useState(null);
  const [at, setAt] = useState(0);
  useEffect(() => {
    setSnapshots(null);
    pick(null);
    if (!search || search.running) return undefined;
    let other = false;
    game.snapshots().then((all) => {
      if (other) return;
      const mine = all.search === search.search ? all.snapshots : [];
      setSnapshots(mine);
      setAt(mine.length - 1);
    }, () => !other && setSnapshots([]));
    return () => {
      other = true;
    };
  }, [search && search.search, search && search.running, search && search.simulations]);
  if (!search) return html`<p class="quiet">Nothing searched here yet.</p>`;
  if (search.running || !snapshots) return html`<p class="quiet">Ready when the search is.</p>`;
  if (!snapshots.length) return html`<p class="quiet">This search kept no snapshots.</p>`;
  const now = snapshots[Math.min(at, snapshots.length - 1)];
  const move = (event) => {
    const index = Number(event.target.value);
    setAt(index);
    pick({ ...snapshots[index], search: search.search, ply: search.ply });
  };
  const best = [...now.moves].sort((a, b) => b.visits - a.visits || b.policy - a.policy)[0];
  return html`<label class="slider">After <output>${count(now.simulations)}</output> of ${count(snapshots[snapshots.length - 1].simulations)} simulations
      <input type="range" min="0" max=${snapshots.length - 1} value=${at} onInput=${move} /></label>
    <p>Value ${signed(now.value)}; most visited: <strong>${best ? best.name : "–"}</strong>${best && best.visits ? `, ${count(best.visits)} visits, Q ${signed(best.q)}` : ""}.</p>`;
}

function Branch({ game, path, node }) {
  const [open, setOpen] = useState(false);
  const [children, setChildren] = useState(null);
  const [problem, setProblem] = useState(null);
  const toggle = () => {
    setOpen(!open);
    if (!open && !children) game.tree(path).then((answer) => setChildren(answer.children), (e) => setProblem(e.message));
  };
  return html`<li role="treeitem" aria-expanded=${node.children ? String(open) : null}>
    <span class="node">
      ${node.children ? html`<button type="button" class="twist" aria-label=${(open ? "Close " : "Open ") + node.name} onClick=${toggle}>${open ? "▾" : "▸"}</button>` : html`<span class="twist">·</span>`}
      <strong>${node.name}</strong> <span>N ${count(node.visits)}</span> <span>Q ${signed(node.q)}</span> <span class="quiet">prior ${percent(node.prior)}</span>
      ${node.reward ? html`<span class="quiet">reward ${signed(node.reward, 2)}</span>` : null}
    </span>
    ${problem ? html`<p class="problem">${problem}</p>` : null}
    ${open && children ? html`<ul role="group">${children.map((child) => html`<${Branch} key=${child.action} game=${game} path=${[...path, child.action]} node=${child} />`)}</ul>` : null}
  </li>`;
}

/** The search's tree, opened branch by branch. */
export function Tree({ game, search }) {
  const [roots, setRoots] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    setRoots(null);
    setProblem(null);
    if (search && !search.running) game.tree([]).then((answer) => setRoots(answer.children), (e) => setProblem(e.message));
  }, [search && search.search, search && search.running, search && search.simulations]);
  if (problem) return html`<p class="quiet">${problem}</p>`;
  if (!search) return html`<p class="quiet">Nothing searched here yet.</p>`;
  if (!roots) return html`<p class="quiet">Ready when the search is.</p>`;
  return html`<ul role="tree" class="tree" aria-label="Search tree">${roots.map((node) => html`<${Branch} key=${search.search + "." + node.action} game=${game} path=${[node.action]} node=${node} />`)}</ul>`;
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

/** What the model predicts along a line, beside what the rules give. */
export function Imagined({ game, agent, rules, search, scale, at }) {
  const [line, setLine] = useState(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setLine(null), [at, agent]);
  const ask = async (actions) => {
    setBusy(true);
    const answer = await game.imagine({ agent, actions });
    setBusy(false);
    if (answer) setLine(answer.steps);
  };
  if (rules) return html`<p>This agent searches by the real rules: what it looks ahead to is what happens, so there is no guess to compare.</p>`;
  const pv = search && search.pv ? search.pv.map((move) => move.action) : [];
  return html`<p>The model never sees the rules while it thinks. Here is its guess along the line that it expects, beside what the rules really give.</p>
    <p><button type="button" disabled=${busy || !pv.length} onClick=${() => ask(pv)}>Compare along the expected line</button>
      ${pv.length ? null : html` <span class="quiet">Think first.</span>`}</p>
    ${line ? html`<div class="scroll"><table class="imagined">
      <thead><tr><th scope="col">move</th><th scope="col">reward: model</th><th scope="col">rules</th><th scope="col">off by</th><th scope="col">value: imagined</th><th scope="col">observed</th><th scope="col">off by</th></tr></thead>
      <tbody>${line.map((step, i) => html`<tr key=${i}><th scope="row">${i + 1}. ${step.name}</th>
        <td>${signed(step.reward)}</td><td>${signed(step.realReward)}</td><${Off} by=${error(step.reward, step.realReward)} scale=${scale} />
        <td>${signed(step.value)}</td><td>${signed(step.realValue)}${step.over ? " (end)" : ""}</td><${Off} by=${error(step.value, step.realValue)} scale=${scale} /></tr>`)}</tbody>
    </table></div>` : null}`;
}
