// The table: one game, who plays it, and what they think.
import { html, useEffect, useMemo, useRef, useState } from "./vendor/preact.mjs";
import { useAnswer } from "./api.mjs";
import { address, useTitle } from "./route.mjs";
import { Field } from "./field.mjs";
import { signed } from "./format.mjs";
import { layout } from "./board.mjs";
import { remember, useGame } from "./game.mjs";
import { heard, joined } from "./gametext.mjs";
import { AskFresh, Controls, keysOf } from "./controls.mjs";
import { ValueBar } from "./graph.mjs";
import { isTaken, useAgents, useHands, useLook, useReady, useSlowly } from "./pace.mjs";
import { Seats, YOU, asked as budgetOf, beginning, budgetAtFirst, nameOf, playersOf, searches } from "./seats.mjs";
import { Actions, Course, Idle, Shown } from "./stage.mjs";
import { Thoughts, searchesOf } from "./thoughts.mjs";
import { bounds, newest, points } from "./values.mjs";

// Milliseconds between two sentences for those who hear the page.
const SENTENCE = 1000;

/** A line of a search that is pointed at, and the board that it begins on, which is not there at once when it is an earlier one. */
function usePointed(game, now) {
  const [pointed, setPointed] = useState(null);
  const { search } = game;
  const line = pointed && search && pointed.search === search.search ? pointed : null;
  const ply = line && now && line.ply !== now.ply ? line.ply : null;
  const { value: before } = useAnswer(() => (ply === null ? null : game.stateAt(ply)), [ply, game.id, search && search.search]);
  useEffect(() => setPointed(null), [game.id, now && now.ply]);
  if (!line) return { show: setPointed, line: null, board: now };
  return ply === null || before ? { show: setPointed, line: line.actions, board: before || now } : { show: setPointed, line: null, board: now };
}

/** What is said above the game, {all, brief, mover}: all of it, and what is said of it without numbers that stream. */
function saying({ spec, state, seen, history, search, seats, agents, players }) {
  const over = state.over && state.outcome;
  if (seen) return { all: `Looking at move ${seen.ply} of ${history.length}.`, brief: `Looking at move ${seen.ply}.` };
  if (over) return { all: over, brief: over };
  const mover = players[state.toMove];
  const two = spec.players === 2;
  const now = two ? `${mover} to move: ${nameOf(seats[state.toMove], agents)}.` : `Step ${state.ply}, return ${signed(state.scores[0], 2)}.`;
  const thinks = search && search.running;
  return { all: thinks ? `${two ? mover + ": " : ""}${nameOf(search.agent, agents)} thinks, ${search.simulations} simulations …` : now, brief: now };
}

export function Table({ game: spec, agents, limits, asked }) {
  const wish = useMemo(() => beginning(spec, agents, asked), [asked.toString()]);
  const wanted = agents.find((agent) => agent.id === wish.start.agent) || agents[0];
  const game = useGame(spec.name, wish.start);
  const two = spec.players === 2;
  const [seats, setSeats] = useState(wish.seats);
  const [advisor, setAdvisor] = useState(wanted ? wanted.id : null);
  const [budget, setBudget] = useState(() => budgetAtFirst(wanted, asked));
  const [running, setRunning] = useState(two);
  const [speed, setSpeed] = useState(two ? 2 : 20);
  const [idle, setIdle] = useState(null);
  const [heat, setHeat] = useState("visits");
  const [snapshot, setSnapshot] = useState(null);
  const [asking, setAsking] = useState(false); // whether a new game may end this one
  const look = useLook(game, speed);
  const { seen } = look;
  const { state, history, search } = game;
  const stage = useRef(null);
  const keys = useRef(null);
  useEffect(() => {
    // Another address of the same game: whom it names sits down, who sits already keeps the seat.
    look.back();
    if (seats.includes(asked.get("agent"))) return;
    setSeats(wish.seats);
    setAdvisor(wanted ? wanted.id : null);
  }, [wish]);
  useEffect(() => {
    if (game.id) remember(spec.name, { session: game.id, agent: game.agent, seats, asked: asked.get("agent") || "", bare: !agents.length });
  }, [game.id, game.agent, seats]);
  useEffect(() => {
    if (game.id && asked.get("replay")) look.replay();
  }, [game.id]);
  useEffect(() => {
    const press = (event) => keys.current && keys.current(event);
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  const searching = Boolean(search && search.running);
  const now = seen || state;
  const { show, line, board } = usePointed(game, now);
  const legal = useMemo(() => new Set(now ? now.legal : []), [now]);
  const legalThere = useMemo(() => new Set(board ? board.legal : []), [board]);
  const names = useMemo(() => new Map((board ? board.actions : []).map((name, action) => [action, name])), [board]);
  const seat = state ? seats[state.toMove] : null;
  const away = Boolean(seen) || look.replaying; // whether another state than the game's is looked at
  const stop = () => setRunning(false);
  useReady([...seats, advisor]);
  const hands = useHands({
    game, one: !two, free: !away && (!running || seat === YOU), legal, speed, idle: running && seat === YOU ? idle : null, stop,
    begin: () => seat === YOU && idle !== null && setRunning(true),
  });
  const step = useAgents({ game, seats, running, paused: away, speed, budget: budgetOf(budget), held: hands.held, stop });
  const players = state ? playersOf(state) : [];
  const said = state ? saying({ spec, state, seen, history, search, seats, agents, players }) : { all: "", brief: "" };
  // An episode that runs has too many steps to be told.
  const silent = look.replaying || !state || (!two && running && !state.over);
  const voice = useSlowly(silent ? "" : seen ? said.brief : heard({ players, history, now: said.brief }), SENTENCE);
  useTitle(useSlowly(said.brief ? `${spec.name}: ${said.brief}` : spec.name, SENTENCE) || spec.name);

  keys.current = null;
  if (game.problem && !state) return html`<p class="problem" role="alert">${game.problem}</p>`;
  if (!state) return html`<p class="quiet">Setting the board …</p>`;

  const play = !state.over && seat === YOU && !away && !searching && board === now ? game.play : null;
  const act = !away && !state.over && (!two || !searching) ? game.play : null;
  const found = searchesOf(game, seen, snapshot);
  const range = bounds(state, history);
  const course = points(game, found.here);
  const shownValue = newest(seen ? course.filter((point) => point.ply <= seen.ply) : course);

  const fresh = (body = {}) => {
    look.back();
    setSnapshot(null);
    // A board as the agent knows it: it may have been trained with another size.
    const player = seats.find(searches) || game.agent;
    game.restart(player ? { agent: player, ...body } : body);
    if (two) setRunning(true);
    else if (seat === YOU) setRunning(false); // until a key is pressed
  };
  const think = (more) => game.think({ agent: advisor, ...budgetOf(budget), play: false, more });
  // The keys that act in an agent's place are for the scene, not for the button that was pressed last.
  const watch = () => !two && stage.current && stage.current.focus({ preventScroll: true });
  const pick = (opinion) => {
    if (opinion && opinion.ply !== now.ply) look.jump(opinion.ply);
    setSnapshot(opinion);
  };
  const is = {
    two, running, searching,
    mine: seat === YOU,
    moves: history.length, over: state.over, advised: Boolean(advisor),
    searched: Boolean(found.here) && Boolean(advisor) && !searching && !state.over,
    explained: !searching && Boolean(found.before) && seats[history[history.length - 1].player] !== YOU,
    steps: !running && !state.over && seat !== YOU && !away && !searching,
    replaying: look.replaying, looking: away,
  };
  const does = {
    fresh: () => fresh(),
    askFresh: () => setAsking(true),
    takeBack: () => {
      const both = two && seats.includes(YOU) && seats.some((one) => one !== YOU);
      look.back();
      if (!two || !seats.includes(YOU)) stop();
      game.undo(Math.min(both && seat === YOU ? 2 : 1, history.length));
    },
    swap: () => setSeats([...seats].reverse()),
    think: () => think(false),
    // Another agent than the one that has thought begins anew.
    thinkOn: () => think(found.here.agent === advisor),
    explain: () => look.jump(state.ply - 1),
    cancel: () => {
      if (seat !== YOU) stop(); // else the agent would begin again at once
      game.cancel();
    },
    pause: () => {
      setRunning(!running);
      if (!running) watch();
    },
    step,
    replay: () => (look.replaying ? look.back() : look.replay()),
    back: look.back,
    goOnFromHere: async () => {
      // The game is looked at again when it is what is shown: until then no agent moves.
      if (!seen || (await game.undo(history.length - seen.ply))) look.back();
    },
  };
  const columns = play && now.picture && now.picture.kind === "board" && layout(now.picture, state.actions.length).columns;
  keys.current = (event) => {
    if (isTaken(event) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = columns && /^[1-9]$/.test(event.key) && legal.has(Number(event.key) - 1) ? () => play(Number(event.key) - 1) : keysOf(is, does)[event.key];
    if (acts) {
      event.preventDefault();
      acts();
    }
  };
  const link = location.origin + location.pathname + address(["play", spec.name],
    { moves: joined(history.map((move) => move.name)), seed: game.seed, agent: game.agent || seats.find(searches) });
  const problem = (text) => html`<p class="problem" role="alert">${text} <button type="button" class="link" onClick=${game.dismiss}>Dismiss</button></p>`;

  return html`<div class="table">
    <section class="stage" aria-label="Game" ref=${stage} tabindex="-1">
      <p class="status">${said.all}</p>
      <p class="hidden" role="status">${voice}</p>
      <${Shown} spec=${spec} state=${state} now=${board} legal=${legalThere} names=${names} opinion=${board === now ? found.shown : search} heat=${heat} line=${line} play=${play} />
      ${now.picture && now.picture.kind === "board" ? null : html`<${Actions} state=${state} legal=${legal} act=${act} hold=${two ? null : hands.press} />`}
      ${!two && seat === YOU ? html`<${Idle} actions=${state.actions} idle=${idle} setIdle=${setIdle} />` : null}
      <${ValueBar} value=${shownValue} low=${range.low} high=${range.high} names=${state.playerNames} />
      <${Controls} is=${is} does=${does} />
      ${asking ? html`<${AskFresh} moves=${history.length} close=${(yes) => { setAsking(false); if (yes) fresh(); }} />` : null}
      <${Field} label=${`Speed: ${speed} moves a second`}><input type="range" min="1" max="60" value=${speed} onInput=${(event) => setSpeed(Number(event.target.value))} /><//>
      <${Course} spec=${spec} history=${history} points=${course} bounds=${range} at=${now.ply} go=${look.jump} />
    </section>
    <section class="side" aria-label="Settings and thoughts">
      <${Seats} spec=${spec} names=${players} agents=${agents} seats=${seats} setSeats=${setSeats} budget=${budget} setBudget=${setBudget} limits=${limits} chosen=${watch} />
      ${wish.unknown && seats === wish.seats ? html`<p class="problem" role="alert">There is no agent ${wish.unknown} here. In its place: ${nameOf(seats.find((one) => one !== YOU) || YOU, agents)}.</p>` : null}
      ${agents.length ? null : html`<p class="quiet">No agent of this game yet. Train one: <code>java -jar muzero.jar train --game ${spec.name}</code></p>`}
      ${game.notice ? problem(game.notice) : null}
      ${game.problem ? problem(game.problem) : null}
      ${game.connected ? null : html`<p class="problem" role="alert">The connection was lost; trying again …</p>`}
      <${Thoughts} spec=${spec} game=${game} agents=${agents} advisor=${advisor} setAdvisor=${setAdvisor} found=${found} heat=${{ kind: heat, set: setHeat }}
        legal=${legal} show=${show} pick=${pick} play=${play} scale=${Math.max(1e-9, (range.high - range.low) / 2)}
        text=${{ link, go: look.jump, load: (list) => fresh({ moves: list, seed: game.seed }) }} />
    </section>
  </div>`;
}
