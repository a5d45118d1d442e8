// The buttons of a game.
import { html, useEffect, useRef } from "./vendor/preact.mjs";

/** `is`: what holds now; `does`: what the buttons do. Their letters are said in docs/page.md. None comes or goes; those of no use now keep the focus that they have. */
export function Controls({ is, does }) {
  const button = (text, act, useful = true, key = null, kind = null) => html`<button type="button" class=${kind} onClick=${() => useful && act()} aria-disabled=${useful ? null : "true"}
      title=${key ? `key ${key}` : null}>${text}</button>`;
  return html`<div class="bar" role="group" aria-label="Game controls">
    ${button("New game", does.fresh, true, "n")}
    ${button("Undo", does.takeBack, is.moves, "u")}
    ${is.two ? button("Swap seats", does.swap, true, "s") : null}
    ${button(is.mine ? "Hint" : "Think", does.think, is.advised && !is.over && !is.searching, "h")}
    ${button("Think on", does.thinkOn, is.searched)}
    ${button("Why this move?", does.explain, is.explained, "w")}
    ${button("Stop", does.cancel, is.searching)}
    <button type="button" aria-pressed=${String(is.running)} onClick=${does.pause} title="key p">${is.running ? "Pause" : "Play"}</button>
    ${button("Step", does.step, is.steps)}
    ${button(is.replaying ? "Stop replay" : "Replay", does.replay, is.moves > 1, null, "turns")}
    ${button("Back to the game", does.back, is.looking)}
    ${is.two ? button("Go on from here", does.goOnFromHere, is.looking) : null}
  </div>`;
}

/** The action of a letter, or undefined. */
export const keysOf = (is, does) => ({
  u: is.moves ? does.takeBack : undefined,
  n: is.moves && !is.over ? does.askFresh : does.fresh,
  h: is.advised && !is.over && !is.searching ? does.think : undefined,
  s: is.two ? does.swap : undefined,
  p: does.pause,
  w: is.explained ? does.explain : undefined,
});

/** Asks whether a game that goes on is to end. `close(yes)` is told. */
export function AskFresh({ moves, close }) {
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  return html`<dialog ref=${dialog} aria-label="New game" onCancel=${() => close(false)}>
    <p>This game has ${moves} ${moves === 1 ? "move" : "moves"} and is not over. Begin a new one?</p>
    <p class="bar"><button type="button" onClick=${() => close(true)}>Begin a new game</button> <button type="button" onClick=${() => close(false)}>Go on</button></p>
  </dialog>`;
}
