// The table: one game, who plays it, and what they think.
import { html, useEffect, useMemo, useRef, useState } from "./vendor/preact.mjs";
import { address } from "./route.mjs";
import { Field } from "./field.mjs";
import { signed } from "./format.mjs";
import { layout } from "./board.mjs";
import { remember, useGame } from "./game.mjs";
import { Controls, keysOf } from "./controls.mjs";
import { ValueBar } from "./graph.mjs";
import { isTaken, useAgents, useKeys, useLook, useReady } from "./pace.mjs";
import { Seats, YOU, asked as budgetOf, beginning, budgetAtFirst, nameOf, playersOf, searches } from "./seats.mjs";
import { Actions, Course, Shown } from "./stage.mjs";
import { Thoughts, searchesOf } from "./thoughts.mjs";
import { bounds, newest, points } from "./values.mjs";

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
  const [heatKind, setHeatKind] = useState("visits");
  const [line, setLine] = useState(null);
  const [snapshot, setSnapshot] = useState(null);
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
  const legal = useMemo(() => new Set(state ? (seen || state).legal : []), [state, seen]);
  const names = useMemo(() => new Map((state ? state.actions : []).map((name, action) => [action, name])), [state && state.actions.length]);
  const seat = state ? seats[state.toMove] : null;
  useReady([...seats, advisor]);
  const held = useKeys({ game, one: !two, free: !seen && (!running || seat === YOU), legal });
  useAgents({ game, seats, running, paused: Boolean(seen), speed, budget: budgetOf(budget), held, stop: () => setRunning(false) });

  keys.current = null;
  if (game.problem && !state) return html`<p class="problem" role="alert">${game.problem}</p>`;
  if (!state) return html`<p class="quiet">Setting the board …</p>`;

  const mine = !state.over && seat === YOU && !seen;
  const play = mine && !searching ? game.play : null;
  const act = !seen && !state.over && !searching ? game.play : null;
  const found = searchesOf(game, seen, snapshot);
  const range = bounds(state, history);
  const course = points(game, found.here);
  const shownValue = newest(seen ? course.filter((point) => point.ply <= seen.ply) : course);

  const players = playersOf(state);
  const say = () => {
    if (seen) return `Looking at move ${seen.ply} of ${history.length}.`;
    if (state.over) return state.outcome;
    const mover = players[state.toMove];
    if (searching) return `${two ? mover + ": " : ""}${nameOf(seat === YOU ? advisor : seat, agents)} thinks, ${search.simulations} simulations …`;
    return two ? `${mover} to move: ${nameOf(seat, agents)}.` : `Step ${state.ply}, return ${signed(state.scores[0], 2)}.`;
  };
  const fresh = (body = {}) => {
    look.back();
    setSnapshot(null);
    // A board as the agent knows it: it may have been trained with another size.
    const player = seats.find(searches) || game.agent;
    game.restart(player ? { agent: player, ...body } : body);
    if (two) setRunning(true);
  };
  const think = (more) => game.think({ agent: advisor, ...budgetOf(budget), play: false, more });
  // The keys that act in an agent's place are for the scene, not for the button that was pressed last.
  const watch = () => !two && stage.current && stage.current.focus({ preventScroll: true });
  const pick = (opinion) => {
    if (opinion && opinion.ply !== now.ply) look.jump(opinion.ply);
    setSnapshot(opinion);
  };
  const is = {
    two, mine, running, searching,
    moves: history.length, over: state.over, advised: Boolean(advisor),
    searched: Boolean(found.here) && !searching,
    explained: !searching && Boolean(found.before) && seats[history[history.length - 1].player] !== YOU,
    steps: !running && !state.over && seat !== YOU && !seen, replaying: look.replaying,
  };
  const does = {
    fresh: () => fresh(),
    takeBack: () => {
      const both = two && seats.includes(YOU) && seats.some((one) => one !== YOU);
      look.back();
      if (!two || !seats.includes(YOU)) setRunning(false);
      game.undo(Math.min(both && seat === YOU ? 2 : 1, history.length));
    },
    swap: () => setSeats([...seats].reverse()),
    think: () => think(false),
    thinkOn: () => think(true),
    explain: () => look.jump(state.ply - 1),
    cancel: () => {
      if (seat !== YOU) setRunning(false); // else the agent would begin again at once
      game.cancel();
    },
    pause: () => {
      setRunning(!running);
      if (!running) watch();
    },
    step: () => game.think({ agent: seat, ...budgetOf(budget), play: true, ply: state.ply }),
    replay: () => {
      setRunning(false);
      if (look.replaying) look.back();
      else look.replay();
    },
    goOnFromHere: () => {
      look.back();
      setRunning(false);
      game.undo(history.length - seen.ply);
    },
  };
  const columns = play && now.picture.kind === "board" && layout(now.picture, state.actions.length).columns;
  keys.current = (event) => {
    if (isTaken(event) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = columns && /^[1-9]$/.test(event.key) && legal.has(Number(event.key) - 1) ? () => play(Number(event.key) - 1) : keysOf(is, does)[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  };
  const link = location.origin + location.pathname + address(["play", spec.name],
    { moves: history.map((move) => move.name).join(","), seed: game.seed, agent: game.agent || seats.find(searches) });

  return html`<div class="table">
    <section class="stage" aria-label="Game" ref=${stage} tabindex="-1">
      <p class="status" role="status">${say()}</p>
      <${Shown} spec=${spec} state=${state} now=${now} legal=${legal} names=${names} found=${found} heat=${{ kind: heatKind }} line=${line} play=${play} />
      ${now.picture && now.picture.kind === "board" ? null : html`<${Actions} state=${state} legal=${legal} act=${act} />`}
      <${ValueBar} value=${shownValue} low=${range.low} high=${range.high} names=${state.playerNames} />
      ${seen ? html`<p class="bar"><button type="button" onClick=${look.back}>Back to the game</button>
        ${two ? html` <button type="button" onClick=${does.goOnFromHere}>Go on from here</button>` : null}</p>` : null}
      <${Controls} is=${is} does=${does} />
      ${two && seats.includes(YOU) && !look.replaying ? null : html`<${Field} label=${`Speed: ${speed} moves a second`}><input type="range" min="1" max="60" value=${speed} onInput=${(event) => setSpeed(Number(event.target.value))} /><//>`}
      ${history.length || found.here ? html`<${Course} spec=${spec} history=${history} points=${course} bounds=${range} at=${now.ply} go=${look.jump} />` : null}
    </section>
    <section class="side" aria-label="Settings and thoughts">
      <${Seats} spec=${spec} names=${players} agents=${agents} seats=${seats} setSeats=${setSeats} budget=${budget} setBudget=${setBudget} limits=${limits} chosen=${watch} />
      ${wish.unknown && seats === wish.seats ? html`<p class="problem" role="alert">There is no agent ${wish.unknown} here. In its place: ${nameOf(seats.find((one) => one !== YOU) || YOU, agents)}.</p>` : null}
      ${agents.length ? null : html`<p class="quiet">No agent of this game yet. Train one: <code>java -jar muzero.jar train --game ${spec.name}</code></p>`}
      ${game.problem ? html`<p class="problem" role="alert">${game.problem} <button type="button" class="link" onClick=${game.clearProblem}>Dismiss</button></p>` : null}
      ${game.connected ? null : html`<p class="problem" role="alert">The connection was lost; trying again …</p>`}
      <${Thoughts} spec=${spec} game=${game} agents=${agents} advisor=${advisor} setAdvisor=${setAdvisor} found=${found} heat=${{ kind: heatKind, set: setHeatKind }}
        legal=${legal} show=${setLine} pick=${pick} play=${play} scale=${Math.max(1e-9, (range.high - range.low) / 2)}
        text=${{ link, go: look.jump, load: (list) => fresh({ moves: list, seed: game.seed }) }} />
    </section>
  </div>`;
}
