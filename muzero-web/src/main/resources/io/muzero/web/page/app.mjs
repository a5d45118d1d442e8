// The page: a head, and the place that the address names.
import { html, render, useEffect, useErrorBoundary, useState } from "./vendor/preact.mjs";
import { get, useAnswer } from "./api.mjs";
import { address, route } from "./route.mjs";
import { Play } from "./play.mjs";
import { Run, Runs } from "./runs.mjs";

function Head({ place, info }) {
  const at = place[0] || "play";
  const link = (to, text) => html`<a href=${address([to])} aria-current=${at === to ? "page" : null}>${text}</a>`;
  return html`<header>
    <a class="brand" href=${address(["play"])}>MuZero</a>
    <nav aria-label="Places">${link("play", "Play")}${link("runs", "Runs")}</nav>
    <span class="quiet version">${info ? info.version : ""}</span>
  </header>`;
}

/** Shows what is in it, or that it failed. */
function Boundary({ children }) {
  const [error, again] = useErrorBoundary();
  if (!error) return children;
  return html`<p role="alert" class="problem">This part of the page failed: ${error.message} <button type="button" onClick=${again}>Try again</button></p>`;
}

/** What failed where nobody waits for it. */
function useFailures() {
  const [failure, setFailure] = useState(null);
  useEffect(() => {
    const failed = ({ message, reason }) => {
      const said = message || String((reason && reason.message) || reason);
      if (!said.startsWith("ResizeObserver loop")) setFailure(said); // a browser's word for "in the next frame"
    };
    addEventListener("error", failed);
    addEventListener("unhandledrejection", failed);
    return () => {
      removeEventListener("error", failed);
      removeEventListener("unhandledrejection", failed);
    };
  }, []);
  return [failure, () => setFailure(null)];
}

function Page() {
  const [here, setHere] = useState(route());
  const [tries, setTries] = useState(0);
  const { value: info, problem } = useAnswer(() => get("api/info"), [tries]);
  const [failure, dismiss] = useFailures();
  useEffect(() => {
    const changed = () => setHere(route());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  const [at = "play", ...rest] = here.place;
  let body;
  if (problem) body = html`<p role="alert" class="problem">${problem} <button type="button" onClick=${() => setTries(tries + 1)}>Try again</button></p>`;
  else if (!info) body = html`<p class="quiet">Loading …</p>`;
  else if (at === "runs" && rest.length >= 2) body = html`<${Run} id=${rest.join("/")} />`;
  else if (at === "runs") body = html`<${Runs} />`;
  else body = html`<${Play} info=${info} wanted=${rest[0]} query=${here.query} />`;
  return html`<${Head} place=${here.place} info=${info} />
    <main>
      ${failure ? html`<p role="alert" class="problem">Something on this page failed: ${failure} <button type="button" class="link" onClick=${dismiss}>Dismiss</button></p>` : null}
      <${Boundary} key=${here.place.join("/")}>${body}<//>
    </main>`;
}

const place = document.getElementById("page");
place.replaceChildren();
render(html`<${Page} />`, place);
