// The table: one game, who plays it, and what they think.
import { html, useMemo, useState } from "./vendor/preact.mjs";
import { address } from "./route.mjs";
import { Field } from "./field.mjs";
import { signed } from "./format.mjs";
import { useGame } from "./game.mjs";
import { Controls, keysOf } from "./controls.mjs";
import { ValueBar } from "./graph.mjs";
import { useAgents, useKeys, useLook, useReady } from "./pace.mjs";
import { Seats, YOU, asked as budgetOf, budgetAtFirst, nameOf, playersOf, searches, seatsAtFirst } from "./seats.mjs";
import { Actions, Course, Shown } from "./stage.mjs";
import { Thoughts, searchesOf } from "./thoughts.mjs";
import { bounds, newest, points } from "./values.mjs";

export function Table({ game: spec, agents, limits, asked }) {
  const moves = useMemo(() => (asked.get("moves") ? asked.get("moves").split(",") : null), [asked.toString()]);
  const game = useGame(spec.name, moves);
  const two = spec.players === 2;
  const [seats, setSeats] = useState(() => seatsAtFirst(spec, agents, asked));
  const [advisor, setAdvisor] = useState(() => (agents.length ? (agents.find((agent) => agent.id === asked.get("agent")) || agents[0]).id : null));
  const [budget, setBudget] = useState(() => budgetAtFirst(agents, asked));
  const [running, setRunning] = useState(two);
  const [speed, setSpeed] = useState(two ? 2 : 20);
  const [heatKind, setHeatKind] = useState("visits");
  const [line, setLine] = useState(null);
  const [snapshot, setSnapshot] = useState(null);
  const look = useLook(game, speed);
  const { seen } = look;
  const { state, history, search } = game;
  const searching = Boolean(search && search.running);
  const now = seen || state;
  const legal = useMemo(() => new Set(state ? (seen || state).legal : []), [state, seen]);
  const names = useMemo(() => new Map((state ? state.actions : []).map((name, action) => [action, name])), [state && state.game]);
  const seat = state ? seats[state.toMove] : null;
  useReady([...seats, advisor]);
  const held = useKeys({ game, one: !two, free: !seen && (!running || seat === YOU), legal });
  useAgents({ game, seats, running, paused: Boolean(seen), speed, budget: budgetOf(budget), held, stop: () => setRunning(false) });

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
    const player = seats.find(searches);
    game.restart(player ? { agent: player, ...body } : body);
    if (two) setRunning(true);
  };
  const think = (more) => game.think({ agent: advisor, ...budgetOf(budget), play: false, more });
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
    pause: () => setRunning(!running),
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
  const keys = (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = keysOf(is, does)[event.key];
    if (wanted) {
      event.preventDefault();
      wanted();
    }
  };
  const link = location.origin + location.pathname + address(["play", spec.name], { moves: history.map((move) => move.name).join(",") });

  return html`<div class="table" onKeyDown=${keys}>
    <section class="stage" aria-label="Game">
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
      <${Seats} spec=${spec} names=${players} agents=${agents} seats=${seats} setSeats=${setSeats} budget=${budget} setBudget=${setBudget} limits=${limits} />
      ${agents.length ? null : html`<p class="quiet">No agent of this game yet. Train one: <code>java -jar muzero.jar train --game ${spec.name}</code></p>`}
      ${game.problem ? html`<p class="problem" role="alert">${game.problem} <button type="button" class="link" onClick=${game.clearProblem}>Dismiss</button></p>` : null}
      ${game.connected ? null : html`<p class="problem" role="alert">The connection was lost; trying again …</p>`}
      <${Thoughts} spec=${spec} game=${game} agents=${agents} advisor=${advisor} setAdvisor=${setAdvisor} found=${found} heat=${{ kind: heatKind, set: setHeatKind }}
        legal=${legal} show=${setLine} pick=${setSnapshot} play=${play} scale=${Math.max(1e-9, (range.high - range.low) / 2)}
        text=${{ link, go: look.jump, load: (list) => fresh({ moves: list }) }} />
    </section>
  </div>`;
}
