// Play: a game against an agent, agents against each other, or an agent watched at a game for one.
import { html, useMemo } from "./vendor/preact.mjs";
import { get, query, useAnswer } from "./api.mjs";
import { address } from "./route.mjs";
import { Field } from "./field.mjs";
import { Table } from "./table.mjs";

const FAVOURITE = "connect4";

/** The game that is shown when nobody names one: one that an agent plays, if there is any. */
function first(games) {
  const favourite = games.find((game) => game.name === FAVOURITE);
  return favourite && favourite.hasAgents ? favourite : games.find((game) => game.hasAgents) || favourite || games[0];
}

/** Chooses the game, then shows its table. */
export function Play({ info, wanted, query: asked }) {
  const game = info.games.find((one) => one.name === wanted) || first(info.games);
  const { name } = game;
  const { value: agents, problem } = useAnswer(() => get("api/agents" + query({ game: name })).then((answer) => answer.agents), [name]);
  const groups = useMemo(() => [
    ["With an agent", info.games.filter((one) => one.hasAgents)],
    ["Without one yet", info.games.filter((one) => !one.hasAgents)],
  ].filter(([, games]) => games.length), [info]);
  const choose = (event) => {
    location.hash = address(["play", event.target.value]);
  };
  return html`
    <h1 class="hidden">Play ${name}</h1>
    ${wanted && wanted !== name ? html`<p class="problem" role="alert">There is no game ${wanted} here.</p>` : null}
    <div class="pick"><${Field} label="Game"><select value=${name} onChange=${choose}>
      ${groups.map(([label, games]) => html`<optgroup key=${label} label=${label}>${games.map((one) => html`<option key=${one.name} value=${one.name}>${one.name}</option>`)}</optgroup>`)}</select><//>
    <span class="quiet">${game.description}</span></div>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}
    ${agents ? html`<${Table} key=${name} game=${game} agents=${agents} limits=${info.limits} asked=${asked} />` : null}
    ${agents || problem ? null : html`<p class="quiet">Loading …</p>`}`;
}
