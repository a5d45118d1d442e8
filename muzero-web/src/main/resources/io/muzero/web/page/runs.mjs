// Runs: the list, the curves of one or several, their settings and their checkpoints.
import { html, useEffect, useMemo, useState } from "./vendor/preact.mjs";
import { get, listen, useAnswer, usePolled } from "./api.mjs";
import { address, useTitle } from "./route.mjs";
import { Field } from "./field.mjs";
import { ago, clock, count, percent, short } from "./format.mjs";
import { joined } from "./gametext.mjs";
import { Chart, addRows, colour } from "./chart.mjs";

/** The best evaluation of a run: fewest wrong decisions, or a score and whom against, or a mean return. */
export const score = (run) => {
  if (run.best === null || run.best === undefined) return "–";
  if (run.bestKind === "wrong") return `${count(run.best)} wrong decision${run.best === 1 ? "" : "s"}`;
  return run.bestKind === "score" ? `${percent(run.best)}${run.against ? " against " + run.against : ""}` : short(run.best);
};

/** The score of one of a run's checkpoints, as the run's best evaluation is told. */
export const checkpointScore = (run, value) => {
  if (value === null || value === undefined) return "–";
  if (run.bestKind === "wrong") return `${count(Math.floor(-value))} wrong`;
  return run.bestKind === "score" ? percent(value) : short(value);
};

/** Where the server has a run, whose id is GAME/NAME. */
const pathOf = (id) => "api/runs/" + id.split("/").map(encodeURIComponent).join("/");

// Each compared run holds a stream, and a browser opens six connections to a server.
const MOST_COMPARED = 4;

// Milliseconds between two looks.
const EVERY = 5000;

/** What is wrong, above data of before, which it says is old. */
function Old({ polled }) {
  if (!polled.problem) return null;
  return html`<p class="problem" role="alert">${polled.problem} Trying again. ${polled.at ? `What is below is old: of ${new Date(polled.at).toLocaleTimeString()}.` : ""}</p>`;
}

const live = (run, polled) => (run.live ? html` <span class=${polled.problem ? "quiet" : "live"}>${polled.problem ? "was live" : "live"}</span>` : "");

/** All runs, the newest first; those that are ticked can be compared. */
export function Runs() {
  const polled = usePolled("api/runs", EVERY);
  const [game, setGame] = useState("");
  const [chosen, setChosen] = useState([]);
  useTitle("Runs");
  if (!polled.value) return html`<h1>Runs</h1><${Old} polled=${polled} />${polled.problem ? null : html`<p class="quiet">Looking for runs …</p>`}`;
  const { runs, damaged = [] } = polled.value;
  const games = [...new Set(runs.map((run) => run.game))].sort();
  const shown = runs.filter((run) => !game || run.game === game);
  const tick = (id) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return html`<h1>Runs</h1>
    <${Old} polled=${polled} />
    ${runs.length ? null : html`<p>There is no run yet. Begin one: <code>java -jar muzero.jar train --game tictactoe</code></p>`}
    ${games.length > 1 ? html`<${Field} label="Game"><select value=${game} onChange=${(e) => setGame(e.target.value)}><option value="">all</option>
      ${games.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select><//>` : null}
    ${runs.length ? html`<div class=${polled.problem ? "scroll old" : "scroll"}><table class="runs">
      <thead><tr><th scope="col"><span class="hidden">Compare</span></th><th scope="col">run</th><th scope="col">game</th><th scope="col">step</th><th scope="col">trained</th><th scope="col">best</th><th scope="col">last change</th></tr></thead>
      <tbody>${shown.map((run) => html`<tr key=${run.id}>
        <td><input type="checkbox" aria-label=${"Compare " + run.id} checked=${chosen.includes(run.id)} disabled=${!chosen.includes(run.id) && chosen.length >= MOST_COMPARED} onChange=${() => tick(run.id)} /></td>
        <th scope="row"><a href=${address(["runs", ...run.id.split("/")])}>${run.name}</a>${live(run, polled)}</th>
        <td>${run.game}</td><td>${count(run.step)}</td><td>${clock(run.seconds)}</td><td>${score(run)}</td><td>${ago(run.age)}</td></tr>`)}</tbody>
    </table></div>` : null}
    ${damaged.length ? html`<h2>Runs that cannot be read</h2><ul>${damaged.map(({ name, error }) => html`<li key=${name}>${name}: <span class="problem">${error}</span></li>`)}</ul>` : null}
    ${chosen.length > 1 ? html`<h2>Compared</h2><${Curves} ids=${chosen} /><${Differences} ids=${chosen} />` : null}`;
}

/** The curves of runs, loaded and followed; drawn once a frame, however many events come. */
function useCurves(ids) {
  const [curves, setCurves] = useState({});
  const key = ids.join("|");
  useEffect(() => {
    let waiting = [];
    let frame = 0;
    setCurves({});
    const draw = () => {
      const events = waiting;
      waiting = [];
      frame = 0;
      setCurves((before) => {
        const after = { ...before };
        for (const [id, { from, rows }] of events) after[id] = addRows(from === 0 ? {} : { ...after[id] }, rows);
        return after;
      });
    };
    const stops = ids.map((id) => listen(pathOf(id) + "/metrics", {
      rows: (event) => {
        waiting.push([id, event]);
        frame = frame || requestAnimationFrame(draw);
      },
    }));
    return () => {
      cancelAnimationFrame(frame);
      stops.forEach((stop) => stop());
    };
  }, [key]);
  return curves;
}

const GROUPS = [
  ["Strength", (tag) => tag.startsWith("evaluation/") && !/_(low|high)$/.test(tag)],
  ["Losses", (tag) => tag.startsWith("loss/")],
  ["Errors", (tag) => tag.startsWith("error/") || tag === "policy/entropy"],
  ["Speed", (tag) => tag.endsWith("per_second")],
  ["Replay", (tag) => tag.startsWith("replay/") || tag.startsWith("reanalyse/")],
  ["Search and play", (tag) => (tag.startsWith("search/") || tag.startsWith("self_play/")) && !tag.endsWith("per_second")],
  ["Learner and machine", (tag) => tag.startsWith("learner/") || tag.startsWith("run/")],
];

/** The tags of curves by groups, [name, tags]; the last group has those that no other one takes. */
export function grouped(tags) {
  const groups = GROUPS.map(([name, of]) => [name, tags.filter(of)]);
  const band = (tag) => /^evaluation\/.*_(low|high)$/.test(tag); // drawn with its curve
  groups.push(["Other", tags.filter((tag) => !band(tag) && !GROUPS.some(([, of]) => of(tag)))]);
  return groups.filter(([, mine]) => mine.length);
}

/** The charts of a group; one that is closed draws nothing. */
function Group({ name, tags, ids, curves, axis, smooth }) {
  const [open, setOpen] = useState(name === "Strength" || name === "Losses");
  const of = (id, tag) => curves[id] && curves[id][tag];
  return html`<details open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}><summary><h3>${name}</h3></summary>
    ${open ? html`<div class="charts">
      ${tags.map((tag) => html`<${Chart} key=${tag} title=${tag} axis=${axis} smooth=${tag.startsWith("evaluation/") ? 0 : smooth}
        series=${ids.map((id, i) => ({ id, i, data: of(id, tag), low: of(id, tag + "_low"), high: of(id, tag + "_high") })).filter((one) => one.data)} />`)}
    </div>` : null}</details>`;
}

function Curves({ ids }) {
  const curves = useCurves(ids);
  const [axis, setAxis] = useState("steps");
  const [smooth, setSmooth] = useState(0.6);
  const tags = useMemo(() => [...new Set(Object.values(curves).flatMap((run) => Object.keys(run)))].sort(), [curves]);
  if (!tags.length) return html`<p class="quiet">No curve yet.</p>`;
  return html`<div class="seats">
      <${Field} label="Over"><select value=${axis} onChange=${(e) => setAxis(e.target.value)}><option value="steps">training steps</option><option value="seconds">time</option></select><//>
      <${Field} label=${`Smoothing: ${smooth}`}><input type="range" min="0" max="0.95" step="0.05" value=${smooth} onInput=${(e) => setSmooth(Number(e.target.value))} /><//>
    </div>
    ${ids.length > 1 ? html`<ul class="legend">${ids.map((id, i) => html`<li key=${id}><span class="swatch" style=${{ background: colour(i) }}></span>${id}</li>`)}</ul>` : null}
    ${grouped(tags).map(([name, mine]) => html`<${Group} key=${name} name=${name} tags=${mine} ids=${ids} curves=${curves} axis=${axis} smooth=${smooth} />`)}`;
}

function Differences({ ids }) {
  const { value: settings, problem } = useAnswer(() => Promise.all(ids.map((id) => get(pathOf(id)))).then((all) => all.map((run) => run.settings)), ids);
  if (problem) return html`<p class="problem" role="alert">${problem}</p>`;
  if (!settings) return null;
  const keys = [...new Set(settings.flatMap((one) => Object.keys(one)))].filter((key) => new Set(settings.map((one) => String(one[key]))).size > 1).sort();
  return html`<h2>Settings that differ</h2>${keys.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Settings that differ"><table><thead><tr><th scope="col">setting</th>${ids.map((id) => html`<th scope="col" key=${id}>${id}</th>`)}</tr></thead>
    <tbody>${keys.map((key) => html`<tr key=${key}><th scope="row"><code>${key}</code></th>${settings.map((one, i) => html`<td key=${i}>${one[key] === undefined ? "–" : String(one[key])}</td>`)}</tr>`)}</tbody></table></div>`
    : html`<p>None.</p>`}`;
}

function Workers({ id }) {
  const [state, setState] = useState(null);
  const [connected, setConnected] = useState(true);
  useEffect(() => listen(pathOf(id) + "/state", { state: setState }, { connected: setConnected }), [id]);
  const lines = (state && state.lines) || [];
  return html`<h2>Now</h2><div class="now">${lines.length
    ? html`<dl class=${connected ? "facts" : "facts old"}>${lines.map(([name, text]) => html`<div key=${name}><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`
    : html`<p class="quiet">${state ? "It does not train now." : "Looking …"}</p>`}</div>`;
}

/** Episodes that evaluations played, to be watched again. */
function Episodes({ run }) {
  const { episodes } = run;
  const [step, setStep] = useState(null);
  const [problem, setProblem] = useState(null);
  const chosen = episodes.includes(step) ? step : episodes[episodes.length - 1];
  const agent = run.checkpoints.length ? run.checkpoints[0].agent : null; // the game with the run's options
  const watch = () => get(`${pathOf(run.id)}/episodes/${chosen}`).then(
    (episode) => { location.hash = address(["play", run.plays], { agent, seed: episode.seed, replay: 1, moves: joined(episode.moves) }); },
    (e) => setProblem(e.message));
  return html`<h2>Episodes</h2>
    <p>The episode of the median return of each evaluation. <${Field} label="Of step"><select value=${chosen} onChange=${(e) => setStep(Number(e.target.value))}>
      ${episodes.map((one) => html`<option key=${one} value=${one}>${count(one)}</option>`)}</select><//> <button type="button" onClick=${watch}>Watch</button></p>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}`;
}

/** One run. */
export function Run({ id }) {
  const polled = usePolled(pathOf(id), EVERY);
  const [filter, setFilter] = useState("");
  const { value: run } = polled;
  useTitle(run ? `${run.game} · ${run.name}` : "Run");
  if (!run) return html`<p><a href=${address(["runs"])}>All runs</a></p><${Old} polled=${polled} />${polled.problem ? null : html`<p class="quiet">Loading …</p>`}`;
  const keys = Object.keys(run.settings).filter((key) => key.includes(filter));
  return html`<p><a href=${address(["runs"])}>All runs</a></p>
    <h1>${run.game} · ${run.name}${live(run, polled)}</h1>
    <${Old} polled=${polled} />
    <div class=${polled.problem ? "old" : ""}>
    <dl class="facts"><div><dt>step</dt><dd>${count(run.step)}</dd></div><div><dt>trained</dt><dd>${clock(run.seconds)}</dd></div>
      <div><dt>best</dt><dd>${score(run)}</dd></div><div><dt>last change</dt><dd>${ago(run.age)}</dd></div></dl>
    <${Workers} id=${id} />
    <${Curves} ids=${[id]} />
    <h2>Checkpoints</h2>
    ${run.checkpoints.length ? html`<div class="scroll"><table><thead><tr><th scope="col">checkpoint</th><th scope="col">step</th><th scope="col">score</th><th scope="col"><span class="hidden">Play</span></th></tr></thead>
      <tbody>${run.checkpoints.map((one) => html`<tr key=${one.name}><th scope="row">${one.name}</th><td>${count(one.step)}</td><td>${checkpointScore(run, one.score)}</td>
        <td>${run.plays ? html`<a class="button" href=${address(["play", run.plays], { agent: one.agent })}>Play</a>` : html`<span class="quiet">serve --game</span>`}</td></tr>`)}</tbody></table></div>` : html`<p class="quiet">None yet.</p>`}
    ${run.episodes.length && run.plays ? html`<${Episodes} run=${run} />` : null}
    <h2>Settings</h2>
    <${Field} label="Show keys with"><input type="search" value=${filter} onInput=${(e) => setFilter(e.target.value)} /><//>
    <div class="scroll tall" tabindex="0" role="region" aria-label="Settings"><table><thead><tr><th scope="col">key</th><th scope="col">value</th></tr></thead>
      <tbody>${keys.map((key) => html`<tr key=${key} class=${run.changed.includes(key) ? "changed" : ""}><th scope="row"><code>${key}</code></th><td>${String(run.settings[key])}</td></tr>`)}</tbody></table></div>
    </div>`;
}
