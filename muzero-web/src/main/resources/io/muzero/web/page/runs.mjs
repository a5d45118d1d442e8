// Runs: the list, the curves of one or several, their settings and their checkpoints.
import { html, useEffect, useMemo, useRef, useState } from "./vendor/preact.mjs";
import { get, listen } from "./api.mjs";
import { address } from "./route.mjs";
import { ago, clock, count, percent, short } from "./format.mjs";
import { Chart, colour } from "./chart.mjs";

/** The best evaluation of a run, and whom it is a score against. */
export const score = (run) => {
  if (run.best === null || run.best === undefined) return "–";
  return run.bestKind === "score" ? `${percent(run.best)}${run.against ? " against " + run.against : ""}` : short(run.best);
};

// Each compared run holds a stream, and a browser opens six connections to a server.
const MOST_COMPARED = 4;

/** All runs, the newest first; those that are ticked can be compared. */
export function Runs() {
  const [runs, setRuns] = useState(null);
  const [problem, setProblem] = useState(null);
  const [game, setGame] = useState("");
  const [chosen, setChosen] = useState([]);
  useEffect(() => {
    const load = () => get("api/runs").then((answer) => { setRuns(answer.runs); setProblem(null); }, (e) => setProblem(e.message));
    load();
    const timer = setInterval(load, 5000);
    return () => clearInterval(timer);
  }, []);
  if (problem && !runs) return html`<p class="problem" role="alert">${problem}</p>`;
  if (!runs) return html`<p class="quiet">Looking for runs …</p>`;
  const games = [...new Set(runs.map((run) => run.game))].sort();
  const shown = runs.filter((run) => !game || run.game === game);
  const tick = (id) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return html`<h1>Runs</h1>
    ${runs.length ? null : html`<p>There is no run yet. Begin one: <code>java -jar muzero.jar train --game tictactoe</code></p>`}
    ${games.length > 1 ? html`<label class="field"><span>Game</span><select value=${game} onChange=${(e) => setGame(e.target.value)}><option value="">all</option>
      ${games.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select></label>` : null}
    ${runs.length ? html`<div class="scroll"><table class="runs">
      <thead><tr><th scope="col"><span class="hidden">Compare</span></th><th scope="col">run</th><th scope="col">game</th><th scope="col">step</th><th scope="col">trained</th><th scope="col">best</th><th scope="col">last change</th></tr></thead>
      <tbody>${shown.map((run) => html`<tr key=${run.id}>
        <td><input type="checkbox" aria-label=${"Compare " + run.id} checked=${chosen.includes(run.id)} disabled=${!chosen.includes(run.id) && chosen.length >= MOST_COMPARED} onChange=${() => tick(run.id)} /></td>
        <th scope="row"><a href=${address(["runs", ...run.id.split("/")])}>${run.name}</a>${run.live ? html` <span class="live">live</span>` : ""}</th>
        <td>${run.game}</td><td>${count(run.step)}</td><td>${clock(run.seconds)}</td><td>${score(run)}</td><td>${ago(run.age)}</td></tr>`)}</tbody>
    </table></div>` : null}
    ${chosen.length > 1 ? html`<h2>Compared</h2><${Curves} ids=${chosen} /><${Differences} ids=${chosen} />` : null}`;
}

/** The curves of runs, loaded and followed. */
function useCurves(ids) {
  const [curves, setCurves] = useState({});
  const key = ids.join("|");
  useEffect(() => {
    setCurves({});
    const stops = ids.map((id) => listen(`api/runs/${id}/metrics`, {
      rows: (event) => setCurves((before) => {
        const mine = event.from === 0 ? {} : { ...(before[id] || {}) };
        for (const [step, seconds, tag, value] of event.rows) {
          const series = mine[tag] || (mine[tag] = { steps: [], seconds: [], values: [] });
          series.steps.push(step);
          series.seconds.push(seconds);
          series.values.push(value);
        }
        return { ...before, [id]: mine };
      }),
    }));
    return () => stops.forEach((stop) => stop());
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

function Curves({ ids }) {
  const curves = useCurves(ids);
  const [axis, setAxis] = useState("steps");
  const [smooth, setSmooth] = useState(0.6);
  const tags = useMemo(() => [...new Set(Object.values(curves).flatMap((run) => Object.keys(run)))].sort(), [curves]);
  if (!tags.length) return html`<p class="quiet">No curve yet.</p>`;
  return html`<div class="seats">
      <label class="field"><span>Over</span><select value=${axis} onChange=${(e) => setAxis(e.target.value)}><option value="steps">training steps</option><option value="seconds">time</option></select></label>
      <label class="field"><span>Smoothing: ${smooth}</span><input type="range" min="0" max="0.95" step="0.05" value=${smooth} onInput=${(e) => setSmooth(Number(e.target.value))} /></label>
    </div>
    ${ids.length > 1 ? html`<ul class="legend">${ids.map((id, i) => html`<li key=${id}><span class="swatch" style=${{ background: colour(i) }}></span>${id}</li>`)}</ul>` : null}
    ${grouped(tags).map(([name, mine]) => html`<details key=${name} open=${name === "Strength" || name === "Losses"}><summary><h3>${name}</h3></summary><div class="charts">
        ${mine.map((tag) => html`<${Chart} key=${tag} title=${tag} axis=${axis} smooth=${tag.startsWith("evaluation/") ? 0 : smooth}
          series=${ids.map((id, i) => ({ id, i, data: curves[id] && curves[id][tag], low: curves[id] && curves[id][tag + "_low"], high: curves[id] && curves[id][tag + "_high"] })).filter((one) => one.data)} />`)}
      </div></details>`)}`;
}

function Differences({ ids }) {
  const [settings, setSettings] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    setSettings(null);
    Promise.all(ids.map((id) => get(`api/runs/${id}`))).then((all) => setSettings(all.map((run) => run.settings)), (e) => setProblem(e.message));
  }, [ids.join("|")]);
  if (problem) return html`<p class="problem" role="alert">${problem}</p>`;
  if (!settings) return null;
  const keys = [...new Set(settings.flatMap((one) => Object.keys(one)))].filter((key) => new Set(settings.map((one) => String(one[key]))).size > 1).sort();
  return html`<h2>Settings that differ</h2>${keys.length ? html`<div class="scroll"><table><thead><tr><th scope="col">setting</th>${ids.map((id) => html`<th scope="col" key=${id}>${id}</th>`)}</tr></thead>
    <tbody>${keys.map((key) => html`<tr key=${key}><th scope="row"><code>${key}</code></th>${settings.map((one, i) => html`<td key=${i}>${one[key] === undefined ? "–" : String(one[key])}</td>`)}</tr>`)}</tbody></table></div>`
    : html`<p>None.</p>`}`;
}

function Workers({ id }) {
  const [state, setState] = useState(null);
  useEffect(() => listen(`api/runs/${id}/state`, { state: setState }), [id]);
  if (!state || !state.lines || !state.lines.length) return null;
  return html`<h2>Now</h2><dl class="facts">${state.lines.map(([name, text]) => html`<div key=${name}><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
}

/** Episodes that evaluations played, to be watched again. */
function Episodes({ run }) {
  const { episodes } = run;
  const [step, setStep] = useState(null);
  const [problem, setProblem] = useState(null);
  const chosen = episodes.includes(step) ? step : episodes[episodes.length - 1];
  const agent = run.checkpoints.length ? run.checkpoints[0].agent : null; // the game with the run's options
  const watch = () => get(`api/runs/${run.id}/episodes/${chosen}`).then(
    (episode) => { location.hash = address(["play", run.plays], { agent, seed: episode.seed, replay: 1, moves: episode.moves.join(",") }); },
    (e) => setProblem(e.message));
  return html`<h2>Episodes</h2>
    <p>The episode of the median return of each evaluation. <label class="field"><span>Of step</span><select value=${chosen} onChange=${(e) => setStep(Number(e.target.value))}>
      ${episodes.map((one) => html`<option key=${one} value=${one}>${count(one)}</option>`)}</select></label> <button type="button" onClick=${watch}>Watch</button></p>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}`;
}

/** One run. */
export function Run({ id }) {
  const [run, setRun] = useState(null);
  const [problem, setProblem] = useState(null);
  const [filter, setFilter] = useState("");
  useEffect(() => {
    const load = () => get("api/runs/" + id).then((answer) => { setRun(answer); setProblem(null); }, (e) => setProblem(e.message));
    load();
    const timer = setInterval(load, 5000);
    return () => clearInterval(timer);
  }, [id]);
  if (problem && !run) return html`<p class="problem" role="alert">${problem}</p>`;
  if (!run) return html`<p class="quiet">Loading …</p>`;
  const keys = Object.keys(run.settings).filter((key) => key.includes(filter));
  return html`<p><a href=${address(["runs"])}>All runs</a></p>
    <h1>${run.game} · ${run.name}${run.live ? html` <span class="live">live</span>` : ""}</h1>
    <dl class="facts"><div><dt>step</dt><dd>${count(run.step)}</dd></div><div><dt>trained</dt><dd>${clock(run.seconds)}</dd></div>
      <div><dt>best</dt><dd>${score(run)}</dd></div><div><dt>last change</dt><dd>${ago(run.age)}</dd></div></dl>
    <${Workers} id=${id} />
    <${Curves} ids=${[id]} />
    <h2>Checkpoints</h2>
    ${run.checkpoints.length ? html`<div class="scroll"><table><thead><tr><th scope="col">checkpoint</th><th scope="col">step</th><th scope="col">score</th><th scope="col"><span class="hidden">Play</span></th></tr></thead>
      <tbody>${run.checkpoints.map((one) => html`<tr key=${one.name}><th scope="row">${one.name}</th><td>${count(one.step)}</td><td>${one.score === null ? "–" : short(one.score)}</td>
        <td>${run.plays ? html`<a class="button" href=${address(["play", run.plays], { agent: one.agent })}>Play</a>` : html`<span class="quiet">serve --game</span>`}</td></tr>`)}</tbody></table></div>` : html`<p class="quiet">None yet.</p>`}
    ${run.episodes.length && run.plays ? html`<${Episodes} run=${run} />` : null}
    <h2>Settings</h2>
    <label class="field"><span>Show keys with</span><input type="search" value=${filter} onInput=${(e) => setFilter(e.target.value)} /></label>
    <div class="scroll tall"><table><thead><tr><th scope="col">key</th><th scope="col">value</th></tr></thead>
      <tbody>${keys.map((key) => html`<tr key=${key} class=${run.changed.includes(key) ? "changed" : ""}><th scope="row"><code>${key}</code></th><td>${String(run.settings[key])}</td></tr>`)}</tbody></table></div>`;
}
