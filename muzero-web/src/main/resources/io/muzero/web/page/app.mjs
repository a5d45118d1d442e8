// The page: a head, and the place that the address names.
import { html, render, useEffect, useState } from "./vendor/preact.mjs";
import { get } from "./api.mjs";
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

function Page() {
  const [here, setHere] = useState(route());
  const [info, setInfo] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    const changed = () => setHere(route());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  useEffect(() => {
    get("api/info").then(setInfo, (e) => setProblem(e.message));
  }, []);
  const [at = "play", ...rest] = here.place;
  let body;
  if (problem) body = html`<p role="alert" class="problem">${problem}</p>`;
  else if (!info) body = html`<p class="quiet">Loading …</p>`;
  else if (at === "runs" && rest.length >= 2) body = html`<${Run} key=${rest.join("/")} id=${rest.join("/")} />`;
  else if (at === "runs") body = html`<${Runs} />`;
  else body = html`<${Play} info=${info} wanted=${rest[0]} query=${here.query} />`;
  return html`<${Head} place=${here.place} info=${info} /><main>${body}</main>`;
}

const place = document.getElementById("page");
place.replaceChildren();
render(html`<${Page} />`, place);
