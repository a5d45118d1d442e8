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
 * place. `stop` is called when the server refuses or an agent fails. Gives a function that lets the agent make one move.
 */
export function useAgents({ game, seats, running, paused, speed, budget, held, stop }) {
  const { state, history, search } = game;
  const asking = useRef(false);
  const awaited = useRef(null); // what was asked for last: {state, seat, search, tries}
  const thinker = useRef(null); // who thinks, of which position: {ply, seat}
  const mover = useRef(null); // who is to move now, the same way
  const failures = useRef(0); // those that were heard of
  const [answers, setAnswers] = useState(0); // what an answer brings may come before the answer itself
  const searching = Boolean(search && search.running);
  const seat = state ? seats[state.toMove] : null;
  mover.current = { ply: state ? state.ply : -1, seat };
  /** Who has left the seat makes no move any more. */
  const leave = async () => {
    const [one, now] = [thinker.current, mover.current];
    if (!one || one.ply !== now.ply || one.seat === now.seat) return;
    thinker.current = null;
    await game.cancel();
  };
  const ask = async (tries) => {
    asking.current = true;
    try {
      const begun = await game.think({ agent: seat, ...budget, play: true, ply: state.ply });
      if (!begun) return false;
      awaited.current = { state, seat, search: begun.search, tries };
      thinker.current = { ply: state.ply, seat };
      await leave();
      return true;
    } finally {
      asking.current = false;
      setAnswers((n) => n + 1);
    }
  };
  useEffect(() => {
    if (!asking.current) leave();
  }, [seat]);
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
    if (last && last.state === state && last.seat === seat && !game.problem && !(last.search && search && search.search >= last.search)) return undefined;
    const tries = last && last.state === state && last.seat === seat ? last.tries : 0;
    if (tries >= TRIES) {
      game.fail("the agent makes no move; the game is paused");
      return undefined;
    }
    const timer = setTimeout(async () => {
      const key = held.current;
      if (seats.length > 1 || key === null || !state.legal.includes(key)) {
        if (!(await ask(tries + 1))) stop();
        return;
      }
      asking.current = true;
      try {
        if (!(await game.play(key))) stop();
      } finally {
        asking.current = false;
        setAnswers((n) => n + 1);
      }
    }, Math.max(tries ? RETRY : 0, history.length && seats[history[history.length - 1].player] !== YOU ? 1000 / speed : 0));
    return () => clearTimeout(timer);
  }, [state, seat, running, searching, search && search.search, paused, speed, answers, game.failures]);
  return () => ask(1);
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
  if (target.closest("dialog")) return true;
  if (/^(Arrow|Home|End)/.test(key) && target.closest("[role=tablist], [role=tree], .graph")) return true;
  if (target.closest("input[type=range]")) return key.length > 1; // arrows, not letters
  if (target.closest("input:not([type=checkbox]), select, textarea")) return true;
  return (key === " " || key === "Enter") && Boolean(target.closest("button, a, summary, [role=button], [role=treeitem]"));
}

/**
 * A person's keys and buttons in a game for one player. Gives {held, press}: `held` is the reference for useAgents, `press(action)`: a button is
 * pressed down, until the pointer is lifted. While the game is `free` for them, what is held acts at once and then again and again at the chosen speed; when nothing is
 * held, `idle` does, an action or null. `begin` is called at the first press; `stop` when the server refuses.
 */
export function useHands({ game, one, free, legal, speed, idle, begin, stop }) {
  const held = useRef(null);
  const [down, setDown] = useState(null); // the same, to be drawn
  const byPointer = useRef(false);
  const acting = useRef(false);
  const tapped = useRef(null); // what was pressed while a move was on its way
  const [answers, setAnswers] = useState(0);
  const { state } = game;
  const hold = (action) => {
    held.current = action;
    setDown(action);
  };
  const act = async (action) => {
    if (acting.current) return;
    acting.current = true;
    try {
      if (await game.play(action)) return;
      hold(null);
      stop();
    } finally {
      acting.current = false;
      setAnswers((n) => n + 1);
    }
  };
  const next = down === null ? idle : down;
  const press = (action, pointer) => {
    const runs = free && next !== null;
    byPointer.current = pointer;
    hold(action);
    if (free && !runs && legal.has(action)) {
      if (acting.current) tapped.current = action;
      else act(action);
    }
    begin();
  };
  useEffect(() => {
    const action = tapped.current;
    if (action === null || acting.current) return;
    tapped.current = null;
    if (one && free && state && !state.over && legal.has(action)) act(action);
  }, [answers]);
  useEffect(() => {
    if (!one || !free || next === null || !state || state.over || !legal.has(next)) return undefined;
    const timer = setTimeout(() => act(next), 1000 / speed);
    return () => clearTimeout(timer);
  }, [state, one, free, next, legal, speed, answers]);
  useEffect(() => {
    if (!one || !state) return undefined;
    const pressed = (event) => {
      const chosen = isTaken(event) ? null : actionOf(event.key, state.actions);
      if (chosen === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (!event.repeat) press(chosen, false);
    };
    const released = (event) => {
      if (actionOf(event.key, state.actions) === held.current) hold(null);
    };
    const lifted = () => byPointer.current && hold(null);
    const heard = { keydown: pressed, keyup: released, blur: () => hold(null), pointerup: lifted, pointercancel: lifted };
    Object.entries(heard).forEach(([name, handler]) => addEventListener(name, handler));
    return () => Object.entries(heard).forEach(([name, handler]) => removeEventListener(name, handler));
  }, [state, one, free, legal, next]);
  return { held, press: (action) => press(action, true) };
}

/**
 * An earlier state that is looked at, and the replay of an episode from its recorded states. Gives {seen, jump, back, replaying,
 * replay}.
 */
export function useLook(game, speed) {
  const [seen, setSeen] = useState(null);
  const [next, setNext] = useState(null);
  const wishes = useRef(0); // so that an answer to an earlier wish is dropped
  const { history } = game;
  /** Shows a state, null for the game itself; says whether it is shown. */
  const show = async (ply) => {
    const mine = ++wishes.current;
    let then = null;
    try {
      then = ply === null ? null : await game.stateAt(ply);
    } catch (e) {
      if (mine === wishes.current) game.say(e.message);
    }
    if (mine !== wishes.current) return false;
    setSeen(then);
    return then !== null;
  };
  useEffect(() => {
    if (next === null) return undefined;
    let stopped = false; // while a state was on its way
    const timer = setTimeout(async () => {
      const goesOn = next <= history.length && (await show(next));
      if (stopped) return;
      if (!goesOn) setSeen(null);
      setNext(goesOn ? next + 1 : null);
    }, 1000 / speed);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [next, speed]);
  useEffect(() => {
    if (seen && seen.ply > history.length) show(null); // it was taken back
  }, [seen, history.length]);
  const back = () => {
    setNext(null);
    show(null);
  };
  return {
    seen,
    replaying: next !== null,
    jump: (ply) => {
      setNext(null);
      show(ply >= history.length ? null : ply);
    },
    back,
    replay: () => setNext(0),
  };
}

/** A text, but at most one a while: for those who hear it. */
export function useSlowly(text, milliseconds) {
  const [said, setSaid] = useState("");
  const last = useRef(0);
  useEffect(() => {
    if (text === said) return undefined;
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(text);
    }, Math.max(0, last.current + milliseconds - Date.now()));
    return () => clearTimeout(timer);
  }, [text, said]);
  return said;
}
