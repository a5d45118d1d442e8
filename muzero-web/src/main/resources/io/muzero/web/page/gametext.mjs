// A game in words: its moves, a link to it, and a place to set one up.
import { html, useEffect, useRef, useState } from "./vendor/preact.mjs";
import { Field } from "./field.mjs";

const LONGEST = 400;

const spaced = (names) => names.some((name) => /\s/.test(name));
const withCommas = (names) => names.some((name) => name.includes(","));

/** The moves of a pasted list, without their numbers. Names that have spaces, as "pick up", or commas, as "-1,0", are not cut at them. */
export function movesOf(text, names) {
  const parts = text.split(withCommas(names) ? /[;\r\n]+/ : spaced(names) ? /[,;\r\n]+/ : /[\s,;]+/);
  return parts.map((part) => part.trim().replace(/^\d+\.(\s+|$)/, "")).filter(Boolean);
}

const separators = (names) => (withCommas(names) ? "semicolons or in lines" : spaced(names) ? "commas or in lines" : "spaces or commas");

/** Moves as one text of an address: with a semicolon after each where a name has a comma, else with commas between them. */
export const joined = (moves) => (withCommas(moves) ? moves.map((move) => move + ";").join("") : moves.join(","));

/** The moves of such a text. */
export const parted = (text) => text.split(text.includes(";") ? ";" : ",").filter(Boolean);

/** What is heard of a game: its last move and what comes now. `now`: the words for the latter. */
export function heard({ players, history, now }) {
  const last = history[history.length - 1];
  return players.length > 1 && last ? `${players[last.player]} played ${last.name}. ${now}` : now;
}

/** The link, and a button that copies it. */
function Link({ link }) {
  const [copied, setCopied] = useState({});
  const field = useRef(null);
  const at = copied.link === link ? copied : {};
  // A browser lends its clipboard to pages of this machine or of https alone.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied({ link, said: "Copied" });
    } catch (e) {
      setCopied({ link, byHand: true });
    }
  };
  useEffect(() => {
    if (!at.byHand || at.said) return;
    field.current.select();
    setCopied({ link, byHand: true, said: document.execCommand("copy") ? "Copied" : "Selected: copy it with Ctrl-C" });
  }, [copied]);
  return html`<p><a href=${link}>Link to this position</a> <button type="button" onClick=${copy}>${at.said === "Copied" ? at.said : "Copy link"}</button>
    ${at.byHand ? html` <input type="text" readonly aria-label="Link" ref=${field} value=${link} /> <span role="status">${at.said}</span>` : null}</p>`;
}

export function GameText({ history, judged, link, go, spec, names, load }) {
  const [text, setText] = useState("");
  const put = (event) => {
    event.preventDefault();
    load(movesOf(text, names));
  };
  return html`${history.length ? null : html`<p class="quiet">No move yet.</p>`}
    <ol class="moves-list">${history.slice(-LONGEST).map((move) => html`<li key=${move.ply} value=${move.ply + 1}><button type="button" class="link" onClick=${() => go(move.ply + 1)}>${move.name}</button>
      ${judged[move.ply] && judged[move.ply].lost ? html` <span class="lost-word">gave value away</span>` : ""}</li>`)}</ol>
    <${Link} link=${link} />
    <form onSubmit=${put}><${Field} label=${`Set up a position: its moves, separated by ${separators(names)}`}><textarea rows="2" value=${text} onInput=${(event) => setText(event.target.value)} spellcheck="false"></textarea><//>
      <button type="submit" disabled=${!text.trim()}>Play these moves</button></form>
    <p class="quiet">${spec.description}</p>`;
}
