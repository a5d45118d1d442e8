// Who sits where, and how long an agent may think.
import { html, useRef } from "./vendor/preact.mjs";
import { Field } from "./field.mjs";
import { remembered } from "./game.mjs";
import { parted } from "./gametext.mjs";

export const YOU = "you";

const PLAYER = "player:";

/** Whether a seat is held by an agent that searches. */
export const searches = (id) => Boolean(id) && id !== YOU && !id.startsWith(PLAYER);

/**
 * What the address asks for: {seats, unknown, start}. Seats: you, then who is named, else the first agent. `unknown`: who is named and
 * not there. `start`: what useGame wants: the position that is named, else this tab's own game if it is played by whom the address names.
 */
export function beginning(game, agents, asked) {
  const wanted = asked.get("agent");
  const knows = (id) => id === YOU || agents.some((agent) => agent.id === id) || game.opponents.some((name) => PLAYER + name === id);
  const moves = asked.get("moves") ? parted(asked.get("moves")) : undefined;
  const digits = asked.get("seed");
  // A seed of an evaluation is longer than a number here; the server takes its digits too.
  const seed = !digits ? undefined : digits.length < 10 ? Number(digits) : digits;
  const before = moves || asked.has("seed") ? null : remembered(game.name);
  const goesOn = before && (!wanted || wanted === before.asked) && before.seats.length === game.players && before.seats.every(knows)
    && !(before.bare && agents.length);
  const agent = wanted && knows(wanted) ? wanted : agents.length ? agents[0].id : PLAYER + "random";
  const seats = goesOn ? before.seats : game.players === 1 ? [agent] : [YOU, agent];
  return {
    seats,
    unknown: wanted && !knows(wanted) ? wanted : null,
    start: { moves, seed, agent: seats.find(searches), kept: goesOn ? before : null },
  };
}

/** What a seat's holder is called. */
export function nameOf(id, agents) {
  if (id === YOU) return "you";
  if (id && id.startsWith(PLAYER)) return id.slice(PLAYER.length);
  const agent = agents.find((one) => one.id === id);
  return agent ? agent.label : id || "nobody";
}

// Simulations in the beginning: some agents are measured with thousands, for which nobody wants to wait.
const USUAL = 50;
const MOST_USUAL = 200;

/** How long an agent may think in the beginning; `first`: the one that is asked, if any. */
export function budgetAtFirst(first, asked) {
  const own = (first && first.simulations) || USUAL;
  return { kind: "simulations", simulations: Number(asked.get("simulations")) || Math.min(own, MOST_USUAL), seconds: 1 };
}

/** A budget as the server is asked for it. */
export const asked = (budget) => (budget.kind === "seconds" ? { seconds: budget.seconds } : { simulations: budget.simulations });

function Budget({ budget, limits, change }) {
  const seconds = budget.kind === "seconds";
  const least = seconds ? 0.1 : 1;
  const most = seconds ? limits.seconds : limits.simulations;
  const set = (event) => change({ ...budget, [budget.kind]: Math.max(least, Math.min(most, Number(event.target.value) || 1)) });
  return html`<${Field} label=${seconds ? "Seconds a move" : "Simulations a move"}><span class="pair">
    <input type="number" min=${least} max=${most} step=${least} value=${budget[budget.kind]} onChange=${set} />
    <select aria-label="Unit" value=${budget.kind} onChange=${(event) => change({ ...budget, kind: event.target.value })}>
      <option value="simulations">simulations</option><option value="seconds">seconds</option></select></span><//>`;
}

const COLOURS = { discs: ["red", "yellow"], stones: ["black", "white"] };

/** The players' names with the colours that they have on the board. */
export function playersOf(state) {
  const colours = state.picture && COLOURS[state.picture.style];
  return state.playerNames.map((name, i) => (colours && colours[i] && name.toLowerCase() !== colours[i] ? `${name} (${colours[i]})` : name));
}

/** The choice of all seats. `seats` and `budget` with their setters; `names`: the players' names; `chosen` is told that somebody sat down. */
export function Seats({ spec, names, agents, seats, setSeats, budget, setBudget, limits, chosen }) {
  const keyed = useRef(false); // whether a seat is being chosen by keys
  const two = spec.players === 2;
  const choices = [
    { id: YOU, label: two ? "you" : "you, by keyboard" },
    ...agents,
    ...spec.opponents.map((name) => ({ id: PLAYER + name, label: name + (name === "random" ? " player" : " (reference)") })),
  ];
  const sit = (at, id) => {
    setSeats(seats.map((old, i) => (i === at ? id : old)));
    // Whoever walks through the list by arrows stays in it.
    if (!keyed.current || id === YOU) chosen();
  };
  return html`<div class="seats">
    ${seats.map((one, i) => html`<${Field} key=${i} label=${two ? `${names[i]} is` : "Player"}><select value=${one} onKeyDown=${() => { keyed.current = true; }} onPointerDown=${() => { keyed.current = false; }} onChange=${(event) => sit(i, event.target.value)}>
      ${choices.map((choice) => html`<option key=${choice.id} value=${choice.id}>${choice.label}</option>`)}</select><//>`)}
    <${Budget} budget=${budget} limits=${limits} change=${setBudget} />
  </div>`;
}
