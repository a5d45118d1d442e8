// What happens by itself: agents move, keys act, recorded episodes are shown again.
import { useEffect, useRef, useState } from "./vendor/preact.mjs";
import { get, query } from "./api.mjs";
import { YOU, searches } from "./seats.mjs";

/** Loads agents before they are needed, so that their first answer comes as fast as the others. */
export function useReady(ids) {
  useEffect(() => {
    [...new Set(ids)].filter(searches).forEach((id) => get("api/ready" + query({ agent: id })).catch(() => {}));
  }, [ids.join(" ")]);
}

/**
 * Lets agents move, at the chosen pace. `held` is a reference to the action of a key that is held, or to null: it acts in the agent's
 * place. `stop` is called when the server refuses.
 */
export function useAgents({ game, seats, running, paused, speed, budget, held, stop }) {
  const { state, history, search } = game;
  const asking = useRef(false);
  const awaited = useRef(null); // what was asked for last: {state, search}
  const [answers, setAnswers] = useState(0); // what an answer brings may come before the answer itself
  const searching = Boolean(search && search.running);
  const seat = state ? seats[state.toMove] : null;
  useEffect(() => {
    if (!running) awaited.current = null;
    if (!state || state.over || seat === YOU || !running || asking.current || searching || paused) return undefined;
    // A search that was begun may not have said anything yet; asked twice, an agent would move for the other side too.
    const last = awaited.current;
    if (last && last.state === state && !game.problem && !(last.search && search && search.search >= last.search)) return undefined;
    const timer = setTimeout(async () => {
      asking.current = true;
      try {
        const key = held.current;
        if (seats.length === 1 && key !== null && state.legal.includes(key)) await game.play(key);
        else {
          const begun = await game.think({ agent: seat, ...budget, play: true, ply: state.ply });
          if (begun) awaited.current = { state, search: begun.search };
          else stop();
        }
      } finally {
        asking.current = false;
        setAnswers((n) => n + 1);
      }
    }, history.length && seats[history[history.length - 1].player] !== YOU ? 1000 / speed : 0);
    return () => clearTimeout(timer);
  }, [state, seat, running, searching, paused, speed, answers]);
}

// What an arrow key or the space bar means, by words in the names of actions.
const WORDS = {
  ArrowLeft: ["left", "west"],
  ArrowRight: ["right", "east"],
  ArrowUp: ["up", "north", "main", "forward", "hit"],
  ArrowDown: ["down", "south", "stick"],
  " ": ["fire", "nothing", "none", "noop"],
};

/** The action that a key stands for, or null. */
export function actionOf(key, names) {
  if (/^[1-9]$/.test(key) && Number(key) <= names.length) return Number(key) - 1;
  const words = WORDS[key];
  if (!words) return null;
  const found = names.findIndex((name) => words.some((word) => name.toLowerCase().includes(word)));
  return found < 0 ? null : found;
}

/** Keys of a game for one player; gives the reference for useAgents. */
export function useKeys({ game, one, free, legal }) {
  const held = useRef(null);
  const { state } = game;
  useEffect(() => {
    if (!one || !state) return undefined;
    const action = (event) => (event.target.closest("input, select, textarea, button, [role=tree]") ? null : actionOf(event.key, state.actions));
    const down = (event) => {
      const chosen = action(event);
      if (chosen === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      held.current = chosen;
      if (free && !event.repeat && legal.has(chosen)) game.play(chosen);
    };
    const up = (event) => {
      if (action(event) === held.current) held.current = null;
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
    };
  }, [state, one, free, legal]);
  return held;
}

/**
 * An earlier state that is looked at, and the replay of an episode from its recorded states. Gives {seen, jump, back, replaying,
 * replay}.
 */
export function useLook(game, speed) {
  const [seen, setSeen] = useState(null);
  const [next, setNext] = useState(null);
  const { history } = game;
  useEffect(() => {
    if (next === null) return undefined;
    let stopped = false; // while a state was on its way
    const timer = setTimeout(async () => {
      if (next > history.length) {
        setSeen(null);
        setNext(null);
        return;
      }
      const then = await game.state_at(next);
      if (stopped) return;
      setSeen(then);
      setNext(next + 1);
    }, 1000 / speed);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [next, speed]);
  return {
    seen,
    replaying: next !== null,
    jump: async (ply) => {
      setNext(null);
      setSeen(ply >= history.length ? null : await game.state_at(ply));
    },
    back: () => {
      setNext(null);
      setSeen(null);
    },
    replay: () => setNext(0),
  };
}
