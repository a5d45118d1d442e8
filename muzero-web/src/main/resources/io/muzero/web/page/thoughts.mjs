// The panel that looks inside an agent: who is asked, what the board shows, and the views.
import { html, useRef, useState } from "./vendor/preact.mjs";
import { known } from "./format.mjs";
import { Field } from "./field.mjs";
import { GameText } from "./gametext.mjs";
import { nameOf } from "./seats.mjs";
import { Imagined, MoveTable, Simulations, Tree } from "./inside.mjs";

const VIEWS = [["moves", "Moves"], ["simulations", "Simulations"], ["tree", "Tree"], ["model", "Imagination"], ["game", "Game"]];
const HEATS = ["visits", "prior", "policy", "none"];

/** Which of an agent's searches are of what is shown. `snapshot`: an earlier opinion of a search, with the ply that it is of, or null. */
export function searchesOf({ state, search }, seen, snapshot) {
  const of = (ply) => (search && search.ply === ply ? search : null);
  const here = seen ? null : of(state.ply);
  const shown = of(seen ? seen.ply : state.ply);
  return { here, before: seen ? null : of(state.ply - 1), shown: shown && snapshot && snapshot.search === shown.search ? snapshot : shown };
}

/** Views as tabs: one stop of the tab key, arrows go from one to the next. */
function Tabs({ tab, open }) {
  const bar = useRef(null);
  const walk = (event) => {
    const at = VIEWS.findIndex(([key]) => key === tab);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const [key] = VIEWS.at(to % VIEWS.length);
    open(key);
    bar.current.querySelector("#tab-" + key).focus();
  };
  return html`<div role="tablist" aria-label="Views" class="tabs" ref=${bar} onKeyDown=${walk}>
      ${VIEWS.map(([key, name]) => html`<button type="button" role="tab" key=${key} id=${"tab-" + key} aria-controls="view" aria-selected=${String(tab === key)}
        tabindex=${tab === key ? 0 : -1} onClick=${() => open(key)}>${name}</button>`)}
    </div>`;
}

/**
 * `found`: the searches of what is shown; `heat` {kind, set}; `show({search, ply, actions})` and `pick(snapshot)` change the board;
 * `play(action)` or null; `text`: properties of the view of the game in words.
 */
export function Thoughts({ spec, game, agents, advisor, setAdvisor, found, heat, legal, show, pick, play, scale, text }) {
  const [tab, setTab] = useState("moves");
  const { state, history, search } = game;
  const { here, before, shown } = found;
  // Whose model imagines: that of the search whose lines there are, else the one that would be asked.
  const imagines = agents.find((agent) => agent.id === (here ? here.agent : advisor));
  const whose = (one) => nameOf(one ? one.agent : advisor, agents);
  const isBoard = state.picture && state.picture.kind === "board";
  const open = (key) => {
    setTab(key);
    pick(null);
  };
  return html`<h2>Look inside</h2>
    <div class="seats">
      ${agents.length > 1 ? html`<${Field} label="Asked"><select value=${advisor} onChange=${(event) => setAdvisor(event.target.value)}>
        ${agents.map((agent) => html`<option key=${agent.id} value=${agent.id}>${agent.label}</option>`)}</select><//>` : null}
      ${isBoard ? html`<${Field} label="Heat map"><select value=${heat.kind} onChange=${(event) => heat.set(event.target.value)}>
        ${HEATS.map((kind) => html`<option key=${kind} value=${kind}>${kind}</option>`)}</select><//>` : null}
      ${(known(game.solver) ? game.solver : spec.solver) ? html`<button type="button" onClick=${game.judge} disabled=${!history.length}>Ask the solver</button>` : null}
    </div>
    <${Tabs} tab=${tab} open=${open} />
    <div id="view" role="tabpanel" aria-labelledby=${"tab-" + tab} class="view" tabindex="0">
      ${tab === "moves" ? html`<${MoveTable} game=${game} search=${shown || before} who=${whose(shown || before)} earlier=${!shown && Boolean(before)} show=${show} legal=${legal} play=${play} />` : null}
      ${tab === "simulations" ? html`<${Simulations} game=${game} search=${search} who=${whose(search)} pick=${pick} />` : null}
      ${tab === "tree" ? html`<${Tree} game=${game} search=${search} who=${whose(search)} />` : null}
      ${tab === "model" ? html`<${Imagined} game=${game} who=${whose(here)} rules=${imagines && imagines.usesRules} search=${here} scale=${scale} />` : null}
      ${tab === "game" ? html`<${GameText} history=${history} judged=${game.judged} spec=${spec} names=${state.actions} ...${text} />` : null}
    </div>`;
}
