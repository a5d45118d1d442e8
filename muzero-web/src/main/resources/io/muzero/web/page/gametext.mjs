// A game in words: its moves, a link to it, and a place to set one up.
import { html, useState } from "./vendor/preact.mjs";
import { Field } from "./field.mjs";

const LONGEST = 400;

export function GameText({ history, judged, link, go, spec, load }) {
  const [text, setText] = useState("");
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(link).then(() => setCopied(true), () => setCopied(false));
  const put = (event) => {
    event.preventDefault();
    load(text.split(/[\s,;]+/).filter(Boolean).filter((word) => !/^\d+\.$/.test(word)));
  };
  return html`${history.length ? null : html`<p class="quiet">No move yet.</p>`}
    <ol class="moves-list">${history.slice(-LONGEST).map((move) => html`<li key=${move.ply} value=${move.ply + 1}><button type="button" class="link" onClick=${() => go(move.ply + 1)}>${move.name}</button>
      ${judged[move.ply] && judged[move.ply].lost ? html` <span class="lost-word">gave value away</span>` : ""}</li>`)}</ol>
    <p><a href=${link}>Link to this position</a> <button type="button" onClick=${copy}>${copied ? "Copied" : "Copy link"}</button></p>
    <form onSubmit=${put}><${Field} label="Set up a position: its moves, separated by spaces or commas"><textarea rows="2" value=${text} onInput=${(event) => setText(event.target.value)} spellcheck="false"></textarea><//>
      <button type="submit" disabled=${!text.trim()}>Play these moves</button></form>
    <p class="quiet">${spec.description}</p>`;
}
