// What is seen of a game: its board or scene, its buttons of actions, and its values.
import { html } from "./vendor/preact.mjs";
import { Board, heatOf } from "./board.mjs";
import { Scene, isDrawn } from "./scene.mjs";
import { Strip, ValueGraph } from "./graph.mjs";

const MOST_ACTIONS = 40;

/** The state itself. `play(action)` or null; `heat` {kind}; `line`: actions shown as a variation. */
export function Shown({ spec, state, now, legal, names, found, heat, line, play }) {
  if (now.picture && now.picture.kind === "board") {
    return html`<${Board} picture=${now.picture} actionCount=${state.actions.length} legal=${legal} names=${names} label=${spec.name + " board"}
      heat=${found.shown ? heatOf(found.shown.moves, heat.kind) : null} heatKind=${heat.kind} line=${line} play=${play} />`;
  }
  return isDrawn(now.picture) ? html`<${Scene} picture=${now.picture} text=${now.text} label=${spec.name} />` : html`<pre class="text">${now.text}</pre>`;
}

/** The actions of a game without a board, as buttons by their names. */
export function Actions({ state, legal, act }) {
  const more = state.actions.length - MOST_ACTIONS;
  return html`<div class="actions" role="group" aria-label="Actions">
    ${state.actions.slice(0, MOST_ACTIONS).map((name, action) => html`<button type="button" key=${action} disabled=${!act || !legal.has(action)} onClick=${() => act(action)}>${name}</button>`)}
    ${more > 0 ? html`<span class="quiet">and ${more} more</span>` : null}</div>`;
}

/** How the game went: the value over its moves, or strips of an episode. */
export function Course({ spec, history, points, bounds, at, go }) {
  if (spec.players === 2) return html`<${ValueGraph} points=${points} at=${at} low=${bounds.low} high=${bounds.high} go=${go} />`;
  const now = Math.min(at, history.length - 1);
  const strip = (label, of) => html`<${Strip} label=${label} numbers=${history.map(of)} at=${now} />`;
  return html`${strip("Value", (move) => (move.value === null || move.value === undefined ? NaN : move.value))}
    ${strip("Reward", (move) => move.reward)}${strip("Action", (move) => move.action)}`;
}
