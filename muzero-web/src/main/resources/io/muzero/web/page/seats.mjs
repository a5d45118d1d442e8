// Who sits where, and how long an agent may think.
import { html } from "./vendor/preact.mjs";
import { Field } from "./field.mjs";

export const YOU = "you";

const PLAYER = "player:";

/** Whether a seat is held by an agent that searches. */
export const searches = (id) => Boolean(id) && id !== YOU && !id.startsWith(PLAYER);

/** Who sits where in the beginning: you, then what the address names, else the first agent. */
export function seatsAtFirst(game, agents, asked) {
  const wanted = asked.get("agent");
  const known = wanted === YOU || agents.some((agent) => agent.id === wanted) || game.opponents.some((name) => PLAYER + name === wanted);
  const agent = wanted && known ? wanted : agents.length ? agents[0].id : PLAYER + "random";
  return game.players === 1 ? [agent] : [YOU, agent];
}

/** What a seat's holder is called. */
export function nameOf(id, agents) {
  if (id === YOU) return "you";
  if (id && id.startsWith(PLAYER)) return id.slice(PLAYER.length);
  const agent = agents.find((one) => one.id === id);
  return agent ? agent.label : "nobody";
}

// Simulations in the beginning: some agents are measured with thousands, for which nobody wants to wait.
const USUAL = 50;
const MOST_USUAL = 200;

/** How long an agent may think in the beginning. */
export function budgetAtFirst(agents, asked) {
  const own = (agents[0] && agents[0].simulations) || USUAL;
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

/** The choice of all seats. `seats` and `budget` with their setters; `names`: the players' names. */
export function Seats({ spec, names, agents, seats, setSeats, budget, setBudget, limits }) {
  const two = spec.players === 2;
  const choices = [
    { id: YOU, label: two ? "you" : "you, by keyboard" },
    ...agents,
    ...spec.opponents.map((name) => ({ id: PLAYER + name, label: name + (name === "random" ? " player" : " (reference)") })),
  ];
  const sit = (at, id) => setSeats(seats.map((old, i) => (i === at ? id : old)));
  return html`<div class="seats">
    ${seats.map((one, i) => html`<${Field} key=${i} label=${two ? `${names[i]} is` : "Player"}><select value=${one} onChange=${(event) => sit(i, event.target.value)}>
      ${choices.map((choice) => html`<option key=${choice.id} value=${choice.id}>${choice.label}</option>`)}</select><//>`)}
    <${Budget} budget=${budget} limits=${limits} change=${setBudget} />
  </div>`;
}
