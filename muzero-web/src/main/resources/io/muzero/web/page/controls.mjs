// The buttons of a game.
import { html } from "./vendor/preact.mjs";

/** `is`: what holds now; `does`: what the buttons do. Their letters are said in docs/page.md. */
export function Controls({ is, does }) {
  const button = (text, act, disabled, key) => html`<button type="button" onClick=${act} disabled=${disabled} title=${key ? `key ${key}` : null}>${text}</button>`;
  return html`<div class="bar" role="group" aria-label="Game controls">
    ${button("New game", does.fresh, false, "n")}
    ${button("Undo", does.takeBack, !is.moves, "u")}
    ${is.two ? button("Swap seats", does.swap, false, "s") : null}
    ${button(is.mine ? "Hint" : "Think", does.think, !is.advised || is.over || is.searching, "h")}
    ${is.searched ? button("Think on", does.thinkOn, false, null) : null}
    ${is.explained ? button("Why this move?", does.explain, false, "w") : null}
    ${is.searching ? button("Stop", does.cancel, false, null) : null}
    <button type="button" aria-pressed=${String(is.running)} onClick=${does.pause} title="key p">${is.running ? "Pause" : "Play"}</button>
    ${is.steps ? button("Step", does.step, is.searching, null) : null}
    ${is.moves > 1 ? button(is.replaying ? "Stop replay" : "Replay", does.replay, false, null) : null}
  </div>`;
}

/** The action of a letter, or undefined. */
export const keysOf = (is, does) => ({
  u: is.moves ? does.takeBack : undefined,
  n: does.fresh,
  h: is.advised && !is.over ? does.think : undefined,
  s: is.two ? does.swap : undefined,
  p: does.pause,
  w: is.explained ? does.explain : undefined,
});
