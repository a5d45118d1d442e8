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

// Searches of one position that may end without a move, as they do when the last tab that shows the game is hidden.
const TRIES = 3;
// Milliseconds until a position is searched again: the move comes after the end of its search.
const RETRY = 300;

/**
 * Lets agents move, at the chosen pace. `held` is a reference to the action of a key that is held, or to null: it acts in the agent's
 * place. `stop` is called when the server refuses or an agent fails.
 */
export function useAgents({ game, seats, running, paused, speed, budget, held, stop }) {
  const { state, history, search } = game;
  const asking = useRef(false);
  const awaited = useRef(null); // what was asked for last: {state, search, tries}
  const failures = useRef(0); // those that were heard of
  const [answers, setAnswers] = useState(0); // what an answer brings may come before the answer itself
  const searching = Boolean(search && search.running);
  const seat = state ? seats[state.toMove] : null;
  useEffect(() => {
    if (game.failures !== failures.current) {
      failures.current = game.failures;
      stop();
      return undefined;
    }
    if (!running) awaited.current = null;
    if (!state || state.over || seat === YOU || !running || asking.current || searching || paused) return undefined;
    // A search that was begun may not have said anything yet; asked twice, an agent would move for the other side too.
    const last = awaited.current;
    if (last && last.state === state && !game.problem && !(last.search && search && search.search >= last.search)) return undefined;
    const tries = last && last.state === state ? last.tries : 0;
    if (tries >= TRIES) {
      game.fail("the agent makes no move; the game is paused");
      return undefined;
    }
    const timer = setTimeout(async () => {
      asking.current = true;
      try {
        const key = held.current;
        if (seats.length === 1 && key !== null && state.legal.includes(key)) {
          if (!(await game.play(key))) stop();
        } else {
          const begun = await game.think({ agent: seat, ...budget, play: true, ply: state.ply });
          if (begun) awaited.current = { state, search: begun.search, tries: tries + 1 };
          else stop();
        }
      } finally {
        asking.current = false;
        setAnswers((n) => n + 1);
      }
    }, Math.max(tries ? RETRY : 0, history.length && seats[history[history.length - 1].player] !== YOU ? 1000 / speed : 0));
    return () => clearTimeout(timer);
  }, [state, seat, running, searching, search && search.search, paused, speed, answers, game.failures]);
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

/** Whether a key is for the control that has the focus: text, a list, a slider; a button only wants to be pressed. */
export function isTaken({ target, key }) {
  if (target.closest("input[type=range]")) return key.length > 1; // arrows, not letters
  if (target.closest("input:not([type=checkbox]), select, textarea")) return true;
  return (key === " " || key === "Enter") && Boolean(target.closest("button, a, summary, [role=button]"));
}

/** Keys of a game for one player; gives the reference for useAgents. */
export function useKeys({ game, one, free, legal }) {
  const held = useRef(null);
  const { state } = game;
  useEffect(() => {
    if (!one || !state) return undefined;
    const down = (event) => {
      const chosen = isTaken(event) ? null : actionOf(event.key, state.actions);
      if (chosen === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      held.current = chosen;
      if (free && !event.repeat && legal.has(chosen)) game.play(chosen);
    };
    const up = (event) => {
      if (actionOf(event.key, state.actions) === held.current) held.current = null;
    };
    const away = () => { held.current = null; };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    addEventListener("blur", away);
    return () => {
      removeEventListener("blur", away);
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
