// Play: a game against an agent, agents against each other, or an agent watched at a game for one.
import { html, useEffect, useMemo, useRef, useState } from "./vendor/preact.mjs";
import { get, query } from "./api.mjs";
import { address } from "./route.mjs";
import { signed } from "./format.mjs";
import { useGame } from "./game.mjs";
import { Board, heatOf } from "./board.mjs";
import { Scene, isDrawn } from "./scene.mjs";
import { Strip, ValueBar, ValueGraph } from "./graph.mjs";
import { Imagined, MoveTable, Simulations, Tree } from "./inside.mjs";

const YOU = "you";

function Field({ label, children }) {
  return html`<label class="field"><span>${label}</span>${children}</label>`;
}

/** Chooses the game, then shows its table. */
export function Play({ info, wanted, query: asked }) {
  const names = info.games.map((game) => game.name);
  const name = names.includes(wanted) ? wanted : names.includes("connect4") ? "connect4" : names[0];
  const game = info.games.find((one) => one.name === name);
  const [agents, setAgents] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    setAgents(null);
    get("api/agents" + query({ game: name })).then((answer) => setAgents(answer.agents), (e) => setProblem(e.message));
  }, [name]);
  const choose = (event) => {
    location.hash = address(["play", event.target.value]);
  };
  return html`
    <h1 class="hidden">Play ${name}</h1>
    ${wanted && wanted !== name ? html`<p class="problem" role="alert">There is no game ${wanted} here.</p>` : null}
    <${Field} label="Game"><select value=${name} onChange=${choose}>
      ${info.games.map((one) => html`<option key=${one.name} value=${one.name}>${one.name}</option>`)}</select><//>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}
    ${agents ? html`<${Table} key=${name} game=${game} agents=${agents} limits=${info.limits} asked=${asked} />` : html`<p class="quiet">Loading …</p>`}`;
}

function seatsAtFirst(game, agents, asked) {
  const known = (id) => id === YOU || agents.some((agent) => agent.id === id) || game.opponents.some((name) => "player:" + name === id);
  const agent = asked.get("agent") && known(asked.get("agent")) ? asked.get("agent") : agents.length ? agents[0].id : "player:random";
  return game.players === 1 ? [agent] : [YOU, agent];
}

function Table({ game: spec, agents, limits, asked }) {
  const moves = useMemo(() => (asked.get("moves") ? asked.get("moves").split(",") : null), [asked.toString()]);
  const game = useGame(spec.name, moves);
  const [seats, setSeats] = useState(() => seatsAtFirst(spec, agents, asked));
  const [thinker, setThinker] = useState(() => (agents.length ? agents[0].id : null));
  const [budget, setBudget] = useState({ kind: "simulations", simulations: Number(asked.get("simulations")) || (agents[0] && agents[0].simulations) || 50, seconds: 1 });
  const [running, setRunning] = useState(spec.players === 2);
  const [speed, setSpeed] = useState(spec.players === 1 ? 20 : 2);
  const [heatKind, setHeatKind] = useState("visits");
  const [line, setLine] = useState(null);
  const [snapshot, setSnapshot] = useState(null);
  const [tab, setTab] = useState("moves");
  const [seen, setSeen] = useState(null);
  const [replay, setReplay] = useState(null);
  const asking = useRef(false);
  const [answers, setAnswers] = useState(0); // what an answer brings may come before the answer itself
  const held = useRef(null);

  const { state, history, search } = game;
  const searching = Boolean(search && search.running);
  const now = seen || state;
  const legal = useMemo(() => new Set(now && !seen ? now.legal : []), [now, seen]);
  const names = useMemo(() => new Map((state ? state.actions : []).map((name, action) => [action, name])), [state && state.game]);
  const seat = state ? seats[state.toMove] : null;
  const mine = state && !state.over && seat === YOU && !seen;

  const budgetNow = () => (budget.kind === "seconds" ? { seconds: budget.seconds } : { simulations: budget.simulations });

  // An agent is loaded before it is needed: its first answer comes as fast as the others.
  useEffect(() => {
    [...new Set([...seats, thinker])].filter((id) => id && agents.some((agent) => agent.id === id)).forEach((id) => get("api/ready" + query({ agent: id })).catch(() => {}));
  }, [seats.join(" "), thinker]);

  // The loop that lets agents move, at the chosen pace.
  useEffect(() => {
    if (!state || state.over || seat === YOU || !running || asking.current || searching || seen) return undefined;
    const timer = setTimeout(async () => {
      asking.current = true;
      try {
        const key = held.current;
        if (spec.players === 1 && key !== null && state.legal.includes(key)) await game.play(key);
        else if (!(await game.think({ agent: seat, ...budgetNow(), play: true }))) setRunning(false);
      } finally {
        asking.current = false;
        setAnswers((n) => n + 1);
      }
    }, history.length && seats[history[history.length - 1].player] !== YOU ? 1000 / speed : 0);
    return () => clearTimeout(timer);
  }, [state, seat, running, searching, seen, speed, answers]);

  // Keys of a one-player game: held, the person acts in the agent's place.
  useEffect(() => {
    if (spec.players !== 1 || !state) return undefined;
    const action = (event) => {
      if (event.target.closest("input, select, textarea, button, [role=tree]")) return null;
      const n = state.actions.length;
      const byName = { ArrowLeft: ["left", "push left", "west"], ArrowRight: ["right", "push right", "east"], ArrowUp: ["up", "north", "main", "forward", "hit"], ArrowDown: ["down", "south", "stick"], " ": ["fire", "nothing", "none"] };
      if (/^[0-9]$/.test(event.key) && Number(event.key) >= 1 && Number(event.key) <= n) return Number(event.key) - 1;
      const words = byName[event.key];
      if (!words) return null;
      const found = state.actions.findIndex((name) => words.some((word) => name.toLowerCase().includes(word)));
      return found < 0 ? null : found;
    };
    const down = (event) => {
      const chosen = action(event);
      if (chosen === null) return;
      event.preventDefault();
      held.current = chosen;
      if ((!running || seat === YOU) && !event.repeat && legal.has(chosen)) game.play(chosen);
    };
    const up = (event) => {
      if (action(event) === held.current) held.current = null;
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
    };
  }, [state, running, seat, legal]);

  // The replay of an episode from its recorded states.
  useEffect(() => {
    if (replay === null) return undefined;
    const timer = setTimeout(async () => {
      if (replay > history.length) return setReplay(null);
      setSeen(await game.state_at(replay));
      return setReplay(replay + 1);
    }, 1000 / speed);
    return () => clearTimeout(timer);
  }, [replay, speed]);

  if (game.problem && !state) return html`<p class="problem" role="alert">${game.problem}</p>`;
  if (!state) return html`<p class="quiet">Setting the board …</p>`;

  const here = !seen && search && search.ply === state.ply ? search : null;
  const before = !seen && search && search.ply === state.ply - 1 ? search : null;
  const shown = snapshot || here || (seen && search && search.ply === seen.ply ? search : null);
  const advisor = thinker || (agents.length ? agents[0].id : null);
  // A game for one has no bounds of its own: those of the values so far.
  const seenValues = history.map((move) => move.value).filter((value) => Number.isFinite(value));
  const low = spec.players === 2 ? state.valueLow : Math.min(0, ...seenValues);
  const high = spec.players === 2 ? state.valueHigh : Math.max(1, ...seenValues);
  const inFirst = (value, toMove) => (value === null || value === undefined ? null : toMove === 1 ? -value : value);
  const points = history.map((move) => ({ ply: move.ply, name: move.name, value: inFirst(move.value, move.player), lost: game.judged[move.ply] && game.judged[move.ply].lost }));
  if (here) points.push({ ply: state.ply, value: inFirst(here.value, state.toMove), name: null });
  const lastKnown = [...points].reverse().find((point) => point.value !== null && point.value !== undefined);

  const say = () => {
    if (seen) return `Looking at move ${seen.ply} of ${history.length}.`;
    if (state.over) return state.outcome;
    const mover = state.playerNames[state.toMove];
    if (searching) return `${spec.players === 2 ? mover + ": " : ""}${label(seat === YOU ? advisor : seat)} thinks, ${search.simulations} simulations …`;
    return spec.players === 2 ? `${mover} to move: ${label(seat)}.` : `Step ${state.ply}, return ${signed(state.scores[0], 2)}.`;
  };
  const label = (id) => {
    if (id === YOU) return "you";
    if (id && id.startsWith("player:")) return id.slice(7);
    const agent = agents.find((one) => one.id === id);
    return agent ? agent.label : "nobody";
  };
  const jump = async (ply) => {
    setReplay(null);
    setSeen(ply >= history.length ? null : await game.state_at(ply));
  };
  const back = () => {
    setReplay(null);
    setSeen(null);
  };
  const takeBack = () => {
    const both = spec.players === 2 && seats.includes(YOU) && seats.some((one) => one !== YOU);
    const plies = both && seat === YOU && history.length > 1 ? 2 : 1;
    back();
    if (spec.players === 1 || !seats.includes(YOU)) setRunning(false);
    game.undo(Math.min(plies, history.length));
  };
  const fresh = (body) => {
    back();
    setSnapshot(null);
    game.restart(body);
    if (spec.players === 2) setRunning(true);
  };
  const swap = () => setSeats([...seats].reverse());
  const think = (more) => game.think({ agent: advisor, ...budgetNow(), play: false, more });
  const choices = [
    { id: YOU, label: spec.players === 2 ? "you" : "you, by keyboard" },
    ...agents.map((agent) => ({ id: agent.id, label: agent.label })),
    ...spec.opponents.map((name) => ({ id: "player:" + name, label: name + (name === "random" ? " player" : " (reference)") })),
  ];
  const link = location.origin + location.pathname + address(["play", spec.name], { moves: history.map((move) => move.name).join(",") });
  const keys = (event) => {
    if (event.target.closest("input, select, textarea")) return;
    const does = { u: takeBack, n: () => fresh({}), h: () => advisor && think(false), s: swap, p: () => setRunning(!running) }[event.key];
    if (does && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      does();
    }
  };

  return html`<div class="table" onKeyDown=${keys}>
    <section class="stage" aria-label="Game">
      <p class="status" role="status">${say()}</p>
      ${now.picture && now.picture.kind === "board"
        ? html`<${Board} picture=${now.picture} actionCount=${state.actions.length} legal=${legal} names=${names} label=${spec.name + " board"}
            heat=${shown ? heatOf(shown.moves, heatKind) : null} heatKind=${heatKind} line=${line} play=${mine && !searching ? game.play : null} />`
        : isDrawn(now.picture)
          ? html`<${Scene} picture=${now.picture} text=${now.text} label=${spec.name} />`
          : html`<pre class="text">${now.text}</pre>`}
      ${now.picture && now.picture.kind === "board" ? null : html`<div class="actions" role="group" aria-label="Actions">
        ${state.actions.slice(0, 40).map((name, action) => html`<button type="button" key=${action} disabled=${!legal.has(action) || searching} onClick=${() => game.play(action)}>${name}</button>`)}</div>`}
      <${ValueBar} value=${lastKnown ? lastKnown.value : null} low=${low} high=${high} names=${state.playerNames} />
      ${seen ? html`<p class="bar"><button type="button" onClick=${back}>Back to the game</button>
        ${spec.players === 2 ? html` <button type="button" onClick=${() => { const plies = history.length - seen.ply; back(); setRunning(false); game.undo(plies); }}>Go on from here</button>` : null}</p>` : null}
      <div class="bar" role="group" aria-label="Game controls">
        <button type="button" onClick=${() => fresh({})} title="n">New game</button>
        <button type="button" onClick=${takeBack} disabled=${!history.length} title="u">Undo</button>
        ${spec.players === 2 ? html`<button type="button" onClick=${swap} title="s">Swap seats</button>` : null}
        <button type="button" onClick=${() => think(false)} disabled=${!advisor || state.over || searching} title="h">${mine ? "Hint" : "Think"}</button>
        ${here && !searching ? html`<button type="button" onClick=${() => think(true)}>Think on</button>` : null}
        ${searching ? html`<button type="button" onClick=${game.cancel}>Stop</button>` : null}
        <button type="button" aria-pressed=${String(running)} onClick=${() => setRunning(!running)} title="p">${running ? "Pause" : "Play"}</button>
        ${!running && !state.over && seat !== YOU ? html`<button type="button" disabled=${searching} onClick=${() => game.think({ agent: seat, ...budgetNow(), play: true })}>Step</button>` : null}
        ${history.length > 1 ? html`<button type="button" onClick=${() => { setRunning(false); setReplay(replay === null ? 0 : null); if (replay !== null) back(); }}>${replay === null ? "Replay" : "Stop replay"}</button>` : null}
      </div>
      <${Field} label=${`Speed: ${speed} moves a second`}><input type="range" min="1" max="60" value=${speed} onInput=${(e) => setSpeed(Number(e.target.value))} /><//>
      ${history.length || here ? (spec.players === 2
        ? html`<${ValueGraph} points=${points} at=${now.ply} low=${low} high=${high} go=${jump} />`
        : html`<${Strip} label="Value" numbers=${history.map((move) => (move.value === null || move.value === undefined ? NaN : move.value))} at=${Math.min(now.ply, history.length - 1)} />
            <${Strip} label="Reward" numbers=${history.map((move) => move.reward)} at=${Math.min(now.ply, history.length - 1)} />
            <${Strip} label="Action" numbers=${history.map((move) => move.action)} at=${Math.min(now.ply, history.length - 1)} />`) : null}
    </section>
    <section class="side" aria-label="Settings and thoughts">
      <div class="seats">
        ${seats.map((one, i) => html`<${Field} key=${i} label=${spec.players === 2 ? `${state.playerNames[i]} is` : "Player"}><select value=${one}
          onChange=${(e) => setSeats(seats.map((old, j) => (j === i ? e.target.value : old)))}>
          ${choices.map((choice) => html`<option key=${choice.id} value=${choice.id}>${choice.label}</option>`)}</select><//>`)}
        <${Field} label=${budget.kind === "seconds" ? "Seconds a move" : "Simulations a move"}><span class="pair">
          <input type="number" min=${budget.kind === "seconds" ? 0.1 : 1} max=${budget.kind === "seconds" ? limits.seconds : limits.simulations} step=${budget.kind === "seconds" ? 0.1 : 1} value=${budget[budget.kind]}
            onChange=${(e) => setBudget({ ...budget, [budget.kind]: Math.max(budget.kind === "seconds" ? 0.1 : 1, Math.min(budget.kind === "seconds" ? limits.seconds : limits.simulations, Number(e.target.value) || 1)) })} />
          <select aria-label="Unit" value=${budget.kind} onChange=${(e) => setBudget({ ...budget, kind: e.target.value })}><option value="simulations">simulations</option><option value="seconds">seconds</option></select></span><//>
      </div>
      ${agents.length ? null : html`<p class="quiet">No agent of this game yet. Train one: <code>java -jar muzero.jar train --game ${spec.name}</code></p>`}
      ${game.problem ? html`<p class="problem" role="alert">${game.problem} <button type="button" class="link" onClick=${game.clearProblem}>Dismiss</button></p>` : null}
      ${game.connected ? null : html`<p class="problem" role="alert">The connection was lost; trying again …</p>`}
      <h2>Look inside</h2>
      <div class="seats">
        ${agents.length > 1 ? html`<${Field} label="Asked"><select value=${advisor} onChange=${(e) => setThinker(e.target.value)}>
          ${agents.map((agent) => html`<option key=${agent.id} value=${agent.id}>${agent.label}</option>`)}</select><//>` : null}
        ${now.picture && now.picture.kind === "board" ? html`<${Field} label="Heat map"><select value=${heatKind} onChange=${(e) => setHeatKind(e.target.value)}>
          <option value="visits">visits</option><option value="prior">prior</option><option value="policy">policy</option><option value="none">none</option></select><//>` : null}
        ${spec.solver ? html`<button type="button" onClick=${game.judge} disabled=${!history.length}>Ask the solver</button>` : null}
      </div>
      <div role="tablist" aria-label="Views" class="tabs">
        ${[["moves", "Moves"], ["simulations", "Simulations"], ["tree", "Tree"], ["model", "Imagination"], ["game", "Game"]].map(([key, text]) => html`<button type="button" role="tab" key=${key}
          id=${"tab-" + key} aria-controls="view" aria-selected=${String(tab === key)} onClick=${() => { setTab(key); setSnapshot(null); }}>${text}</button>`)}
      </div>
      <div id="view" role="tabpanel" aria-labelledby=${"tab-" + tab} class="view" tabindex="0">
        ${tab === "moves" ? html`<${MoveTable} search=${shown || before} earlier=${!shown && Boolean(before)} show=${setLine} legal=${legal} play=${mine && !searching ? game.play : null} />` : null}
        ${tab === "simulations" ? html`<${Simulations} game=${game} search=${search} pick=${setSnapshot} />` : null}
        ${tab === "tree" ? html`<${Tree} game=${game} search=${search} />` : null}
        ${tab === "model" ? html`<${Imagined} game=${game} agent=${advisor} search=${here} at=${state.ply} scale=${Math.max(1e-9, (high - low) / 2)} />` : null}
        ${tab === "game" ? html`<${GameText} history=${history} judged=${game.judged} link=${link} go=${jump} spec=${spec} load=${(list) => fresh({ moves: list })} />` : null}
      </div>
    </section>
  </div>`;
}

function GameText({ history, judged, link, go, spec, load }) {
  const [text, setText] = useState("");
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(link).then(() => setCopied(true), () => setCopied(false));
  const put = (event) => {
    event.preventDefault();
    load(text.split(/[\s,;]+/).filter(Boolean).filter((word) => !/^\d+\.$/.test(word)));
  };
  return html`<ol class="moves-list">${history.slice(-400).map((move) => html`<li key=${move.ply} value=${move.ply + 1}><button type="button" class="link" onClick=${() => go(move.ply + 1)}>${move.name}</button>
      ${judged[move.ply] && judged[move.ply].lost ? html` <span class="lost-word">gave value away</span>` : ""}</li>`)}</ol>
    <p><a href=${link}>Link to this position</a> <button type="button" onClick=${copy}>${copied ? "Copied" : "Copy link"}</button></p>
    <form onSubmit=${put}><${Field} label="Set up a position: its moves, separated by spaces or commas"><textarea rows="2" value=${text} onInput=${(e) => setText(e.target.value)} spellcheck="false"></textarea><//>
      <button type="submit" disabled=${!text.trim()}>Play these moves</button></form>
    <p class="quiet">${spec.description}</p>`;
}
