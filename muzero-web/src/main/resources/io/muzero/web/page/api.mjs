// Talks to the server that this page came from, and to nobody else.
import { useEffect, useState } from "./vendor/preact.mjs";

/** An answer that was not a success; its message is for people. `played`: of a list of moves, how many were good. */
export class Problem extends Error {
  constructor(status, message, played) {
    super(message);
    this.status = status;
    this.played = played;
  }
}

async function answer(request) {
  let response;
  let text;
  try {
    response = await request;
    text = await response.text();
  } catch (e) {
    throw new Problem(0, "the program does not answer; is it still running?");
  }
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch (e) {
    throw new Problem(response.status, "the answer was no JSON (status " + response.status + ")");
  }
  if (!response.ok) {
    throw new Problem(response.status, (body && body.error) || "status " + response.status, body ? body.played : undefined);
  }
  return body;
}

/** The JSON at a path. `patience`: milliseconds until it is given up, if any. */
export function get(path, patience) {
  return answer(fetch(path, { headers: { Accept: "application/json" }, signal: patience ? AbortSignal.timeout(patience) : null }));
}

/** Sends JSON and gives the JSON answer. */
export function post(path, body = {}) {
  return answer(fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  }));
}

/**
 * {value} or {problem} of what `ask` promises, asked when `of`, a list of texts and numbers, changes; {} until then. `ask` may promise
 * nothing. An answer to an earlier question is dropped.
 */
export function useAnswer(ask, of) {
  const question = JSON.stringify(of);
  const [got, setGot] = useState({});
  useEffect(() => {
    let late = false;
    const asked = ask();
    if (asked) asked.then((value) => late || setGot({ question, value }), (e) => late || setGot({ question, problem: e.message }));
    return () => {
      late = true;
    };
  }, [question]);
  return got.question === question ? got : {};
}

const hidden = () => document.visibilityState === "hidden";

// Milliseconds that one of many questions may wait for its answer.
const PATIENCE = 15000;

/**
 * The JSON at a path, asked for again and again while the page is seen, `every` so many milliseconds after an answer. {value, at, problem}:
 * the last answer, when it came, and what is wrong since, if anything.
 */
export function usePolled(path, every) {
  const [got, setGot] = useState({ path });
  useEffect(() => {
    let ended = false;
    let asking = false;
    let timer = 0;
    const tell = (news) => ended || setGot((before) => ({ ...(before.path === path ? before : { path }), ...news }));
    const look = async () => {
      clearTimeout(timer);
      if (ended || asking || hidden()) return;
      asking = true;
      await get(path, PATIENCE).then((value) => tell({ value, at: Date.now(), problem: null }), (e) => tell({ problem: e.message }));
      asking = false;
      if (!ended) timer = setTimeout(look, every);
    };
    document.addEventListener("visibilitychange", look);
    look();
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [path, every]);
  return got.path === path ? got : { path };
}

// Milliseconds until a stream that was refused is asked for again.
const REFUSED = 3000;

/**
 * Listens to a stream of events; `handlers` by the event's name receive its data. `connected` is told
 * true and false as the stream comes and goes. The browser reconnects by itself unless the server answers
 * that there is no such stream: then `lost` is told, and it is asked for again after a while. A page that is hidden
 * keeps its stream only while it is `needed`: a browser opens six connections to a server, all tabs together.
 * Returns a function that ends the listening.
 */
export function listen(path, handlers, { connected = () => {}, lost = () => {}, needed = () => false } = {}) {
  let source = null;
  let timer = 0;
  const close = () => {
    clearTimeout(timer);
    if (source) source.close();
    source = null;
  };
  const open = () => {
    if (source) return;
    clearTimeout(timer);
    const mine = (source = new EventSource(path));
    source.onopen = () => connected(true);
    source.onerror = () => {
      if (source !== mine) return;
      connected(false);
      if (mine.readyState !== EventSource.CLOSED) return;
      source = null;
      timer = setTimeout(seen, REFUSED);
      lost();
    };
    for (const [name, handler] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        if (source !== mine) return;
        handler(JSON.parse(event.data));
        if (hidden() && !needed()) close();
      });
    }
  };
  const seen = () => {
    if (!hidden()) open();
    else if (!source || !needed()) close();
  };
  addEventListener("pagehide", close);
  addEventListener("pageshow", seen);
  document.addEventListener("visibilitychange", seen);
  seen();
  return () => {
    removeEventListener("pagehide", close);
    removeEventListener("pageshow", seen);
    document.removeEventListener("visibilitychange", seen);
    close();
  };
}

/** Query parameters of a map, without those that have no value. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? "?" + new URLSearchParams(given) : "";
}
