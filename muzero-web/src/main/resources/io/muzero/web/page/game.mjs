// One game on the server: its state, its moves so far, and the search that goes on in it.
import { useEffect, useRef, useState } from "./vendor/preact.mjs";
import { get, listen, post } from "./api.mjs";
import { known } from "./format.mjs";

const place = (game) => "muzero.session." + game;

/** What this tab keeps of its game of this name: {session, agent, seats, asked, bare}; null where there is none. */
export function remembered(game) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(game)));
    return kept && kept.session && kept.seats ? kept : null;
  } catch (e) {
    return null; // of an earlier version
  }
}

export const remember = (game, kept) => sessionStorage.setItem(place(game), JSON.stringify(kept));

/** Whether asking the same again is of no use. */
const refused = (e) => e.status >= 400 && e.status < 500 && e.status !== 429;

/**
 * Begins a game with an agent's options and moves, as far as the server grants it: an agent that cannot be loaded, or a move that is not
 * legal, is no reason to show no board. `why`: what was refused first.
 */
async function begin(game, { agent, seed, moves }) {
  const list = moves && moves.length ? moves : undefined;
  let wishes = [{ agent, moves: list }, { moves: list }, { agent }, {}].map((wish) => ({ game, seed, ...wish })).concat({ game });
  let why = null;
  while (wishes.length) {
    const [wish, ...others] = wishes;
    try {
      return { whole: await post("api/sessions", wish), agent: wish.agent || null, why };
    } catch (e) {
      if (!refused(e)) throw e;
      why = why || e;
      const goesOn = wish.moves && known(e.played) && e.played < wish.moves.length;
      wishes = goesOn ? wishes.map((one) => cut(one, e.played)) : others.filter((one) => !same(one, wish));
    }
  }
  throw why;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** A wish without the moves after the first `n`. One with fewer is left as it is. */
const cut = (wish, n) => (wish.moves && wish.moves.length > n ? { ...wish, moves: n ? wish.moves.slice(0, n) : undefined } : wish);

async function open(game, { kept, agent, seed, moves }) {
  if (kept) {
    try {
      return { whole: await get("api/sessions/" + kept.session), agent: kept.agent, why: null };
    } catch (e) {
      if (e.status !== 404) throw e;
    }
  }
  return begin(game, { agent, seed, moves });
}

/** How many moves two histories have in common. */
function common(a, b) {
  let n = 0;
  while (n < a.length && n < b.length && a[n].action === b[n].action) n++;
  return n;
}

// States that are kept, by the characters of their pictures: those of a long episode of pixels are many megabytes.
const MOST_KEPT = 32e6;

/** The states of a game by their ply, as many as memory is meant for; those that were used last stay. */
export class Frames {
  #states = new Map();
  #size = 0;

  static #sizeOf = (state) => 2000 + ((state.picture && state.picture.png) || "").length;

  get(ply) {
    const state = this.#states.get(ply);
    if (state) this.put(ply, state);
    return state;
  }

  put(ply, state) {
    this.#drop(ply);
    this.#states.set(ply, state);
    this.#size += Frames.#sizeOf(state);
    while (this.#size > MOST_KEPT && this.#states.size > 1) this.#drop(this.#states.keys().next().value);
  }

  /** Forgets the states of this ply and of later ones. */
  cut(ply) {
    for (const one of [...this.#states.keys()]) if (one >= ply) this.#drop(one);
  }

  #drop(ply) {
    const state = this.#states.get(ply);
    if (!state) return;
    this.#states.delete(ply);
    this.#size -= Frames.#sizeOf(state);
  }
}

/**
 * A game and what can be done with it. `start`: {moves, seed, agent, kept}: names of moves to begin with, the seed of its chance and the
 * agent whose options it has, each if any; or the game that this tab played before. The same object as long as it is the same game.
 * A game that the server has lost is begun there again by its moves. `problem`: what was wrong with the last request; `notice`: what was
 * wrong with the position that was asked for.
 */
export function useGame(game, start) {
  const [id, setId] = useState(null);
  const [state, setState] = useState(null);
  const [history, setHistory] = useState([]);
  const [search, setSearch] = useState(null);
  const [problem, setProblem] = useState(null);
  const [notice, setNotice] = useState(null);
  const [failures, setFailures] = useState(0);
  const [connected, setConnected] = useState(true);
  const [judged, setJudged] = useState({});
  const frames = useRef(new Frames());
  const now = useRef(null); // the same as the state, for what happens between two drawings
  const saved = useRef(null);

  const take = (whole) => {
    const before = now.current;
    const one = !before.anew && before.seed === whole.seed; // else it is another game
    const same = one ? common(before.history, whole.history) : 0;
    const goesOn = one && same === before.history.length;
    const line = whole.history.map((move, i) => (i < same && !known(move.value) ? { ...move, value: before.history[i].value } : move));
    now.current = { ...before, anew: false, epoch: before.epoch + (goesOn ? 0 : 1), seed: whole.seed, solver: whole.solver, history: line };
    // What was found of positions that this game has not is forgotten.
    frames.current.cut(one ? Math.min(same + 1, whole.state.ply) : 0);
    frames.current.put(whole.state.ply, whole.state);
    if (!one || before.searchPly > same) {
      Object.assign(now.current, { dropped: before.search, searching: false });
      setSearch(null);
    }
    setJudged((all) => Object.fromEntries([...Object.values(all).filter((it) => it.ply < same), ...whole.judged].map((it) => [it.ply, it])));
    setState(whole.state);
    setHistory(line);
  };

  /** Takes what a search says, unless it is of a position that was taken back. */
  const hear = (event, running) => {
    const { dropped, history: line } = now.current;
    if (event.search <= dropped || event.ply > line.length) return;
    Object.assign(now.current, { search: event.search, searchPly: event.ply, searching: running });
    setSearch({ ...event, running });
  };

  const fail = (message) => {
    setProblem(message);
    setFailures((n) => n + 1);
  };

  useEffect(() => {
    let ended = false;
    let stop = () => {};
    let saving = null;
    now.current = { id: null, agent: null, seed: null, history: [], anew: false, epoch: 0, search: 0, searchPly: 0, searching: false, dropped: 0 };
    frames.current = new Frames();
    setState(null);
    setHistory([]);
    setSearch(null);
    setProblem(null);
    setNotice(null);
    setJudged({});

    const follow = ({ whole, agent, why }) => {
      if (ended) return;
      stop();
      // Another session's searches are numbered anew.
      Object.assign(now.current, { id: whole.session, agent, search: 0, searchPly: 0, searching: false, dropped: 0 });
      setSearch(null);
      setId(whole.session);
      take(whole);
      if (why) setNotice(why.message);
      stop = listen(
        `api/sessions/${whole.session}/events`,
        {
          game: take,
          moved: (event) => {
            const line = [...now.current.history.slice(0, event.move.ply), event.move];
            now.current.history = line;
            frames.current.put(event.state.ply, event.state);
            setState(event.state);
            setHistory(line);
          },
          search: (event) => hear(event, true),
          done: (event) => hear(event, false),
          judged: (event) => setJudged((before) => ({ ...before, [event.ply]: event })),
          problem: (event) => {
            now.current.searching = false;
            setSearch((before) => (before ? { ...before, running: false } : null));
            fail(event.error);
          },
        },
        {
          connected: setConnected,
          lost: () => save().catch(() => {}), // tried again when the stream is
          needed: () => now.current.searching,
        },
      );
    };

    /** Begins the game again if the server has lost it, and says whether it had. */
    const again = async () => {
      const { id: old, agent, seed, history: line } = now.current;
      try {
        await get("api/sessions/" + old);
        return false;
      } catch (e) {
        if (e.status !== 404) throw e;
      }
      const moves = line.map((move) => move.name);
      follow(await begin(game, { agent, seed, moves }));
      return !ended;
    };
    const save = () => {
      saving = saving || again().finally(() => { saving = null; });
      return saving;
    };
    saved.current = save;

    open(game, start).then(follow, (e) => !ended && setProblem(e.message));
    return () => {
      ended = true;
      stop();
    };
  }, [game, start]);

  /** An answer of this game's; when the server has lost the game, of the one that takes its place. */
  const reach = async (request) => {
    try {
      return await request(`api/sessions/${now.current.id}/`);
    } catch (e) {
      if (e.status !== 404 || !(await saved.current())) throw e;
      return request(`api/sessions/${now.current.id}/`);
    }
  };

  const ask = async (path, body) => {
    setProblem(null);
    try {
      return await reach((session) => post(session + path, body));
    } catch (e) {
      setProblem(e.message);
      return null;
    }
  };

  /** Begins anew; a list of moves is played as far as it goes. */
  const restart = async (body = {}) => {
    const { agent } = now.current;
    Object.assign(now.current, { anew: true, agent: body.agent || null });
    setProblem(null);
    setNotice(null);
    const anew = (moves) => reach((session) => post(session + "restart", { ...body, moves }));
    try {
      await anew(body.moves).catch(async (e) => {
        if (!body.moves || !known(e.played)) throw e;
        await anew(body.moves.slice(0, e.played));
        setNotice(e.message);
      });
    } catch (e) {
      Object.assign(now.current, { anew: false, agent });
      setProblem(e.message);
    }
  };

  return {
    id, state, history, search, problem, notice, failures, connected, judged, fail, restart,
    agent: now.current && now.current.agent,
    seed: now.current && now.current.seed,
    solver: now.current && now.current.solver, // whether there is one for the options of this game
    play: (action) => ask("move", { action }),
    undo: (plies) => ask("undo", { plies }),
    think: (body) => ask("search", body),
    cancel: () => ask("cancel", {}),
    judge: () => ask("judge", {}),
    imagine: (body) => reach((session) => post(session + "imagine", body)),
    /** An earlier state; null when it was taken back meanwhile. */
    stateAt: async (ply) => {
      const { epoch } = now.current;
      const kept = frames.current.get(ply);
      if (kept) return kept;
      const state = await reach((session) => get(session + "states/" + ply));
      if (now.current.epoch !== epoch) return null;
      frames.current.put(ply, state);
      return state;
    },
    snapshots: () => reach((session) => get(session + "snapshots")),
    tree: (path) => reach((session) => get(session + "tree?path=" + path.join("."))),
    say: setProblem,
    dismiss: () => {
      setProblem(null);
      setNotice(null);
    },
  };
}
