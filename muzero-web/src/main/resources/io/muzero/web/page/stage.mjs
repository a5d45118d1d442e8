// What is seen of a game: its board or scene, its buttons of actions, and its values.
import { html, useState } from "./vendor/preact.mjs";
import { Board, heatOf } from "./board.mjs";
import { Field } from "./field.mjs";
import { Scene, isDrawn } from "./scene.mjs";
import { Strip, ValueGraph } from "./graph.mjs";

const MOST_ACTIONS = 40;

/** The state `now`. `play(action)` or null; `opinion`: what a search thinks of it, or null; `heat`: which of it is shown; `line`: actions shown as a variation. */
export function Shown({ spec, state, now, legal, names, opinion, heat, line, play }) {
  if (now.picture && now.picture.kind === "board") {
    return html`<${Board} picture=${now.picture} actionCount=${state.actions.length} legal=${legal} names=${names} label=${spec.name + " board"}
      heat=${opinion ? heatOf(opinion.moves, heat) : null} heatKind=${heat} line=${line} play=${play} />`;
  }
  return isDrawn(now.picture) ? html`<${Scene} picture=${now.picture} text=${now.text} label=${spec.name} />` : html`<pre class="text">${now.text}</pre>`;
}

/** Which actions have a button: all, when they are few; else the legal ones with a word in their names, at most as many. */
export function offered(names, legal, word) {
  const all = names.map((name, action) => ({ name, action }));
  if (all.length <= MOST_ACTIONS) return { shown: all, more: 0 };
  const wanted = word.trim().toLowerCase();
  const found = all.filter(({ name, action }) => legal.has(action) && name.toLowerCase().includes(wanted));
  return { shown: found.slice(0, MOST_ACTIONS), more: Math.max(0, found.length - MOST_ACTIONS) };
}

/** The actions of a game without a board, as buttons by their names. `hold(action)`, if any, is told that a button is pressed down. */
export function Actions({ state, legal, act, hold }) {
  const [word, setWord] = useState("");
  const { shown, more } = offered(state.actions, legal, word);
  const down = (action) => (event) => {
    if (event.button === 0) hold(action);
  };
  // The click that ends a press has acted already; one of a key, or of a program that reads the page, has not.
  const click = (action) => (event) => {
    if (!hold || event.detail === 0) act(action);
  };
  return html`${state.actions.length > MOST_ACTIONS ? html`<${Field} label=${`${legal.size} legal actions; show those with`}>
      <input type="search" value=${word} onInput=${(event) => setWord(event.target.value)} /><//>` : null}
    <div class=${hold ? "actions holds" : "actions"} role="group" aria-label="Actions">
    ${shown.map(({ name, action }) => html`<button type="button" key=${action} disabled=${!act || !legal.has(action)}
      onPointerDown=${hold && down(action)} onContextMenu=${hold && ((event) => event.preventDefault())} onClick=${click(action)}>${name}</button>`)}
    ${more > 0 ? html`<span class="quiet">and ${more} more</span>` : null}</div>`;
}

/** What a person's seat does while no key is held: nothing, so that time stands still, or an action. */
export function Idle({ actions, idle, setIdle }) {
  if (actions.length > MOST_ACTIONS) return null;
  return html`<${Field} label="While no key is held"><select value=${idle === null ? "" : String(idle)} onChange=${(event) => setIdle(event.target.value === "" ? null : Number(event.target.value))}>
    <option value="">time stands still</option>
    ${actions.map((name, action) => html`<option key=${action} value=${String(action)}>${name}</option>`)}</select><//>`;
}

/** How the game went: the value over its moves, or strips of an episode. */
export function Course({ spec, history, points, bounds, at, go }) {
  if (spec.players === 2) return html`<${ValueGraph} points=${points} at=${at} low=${bounds.low} high=${bounds.high} go=${go} />`;
  const now = Math.max(0, Math.min(at, history.length - 1));
  const strip = (label, of) => html`<${Strip} label=${label} numbers=${history.map(of)} at=${now} />`;
  return html`${strip("Value", (move) => (move.value === null || move.value === undefined ? NaN : move.value))}
    ${strip("Reward", (move) => move.reward)}${strip("Action", (move) => move.action)}`;
}
