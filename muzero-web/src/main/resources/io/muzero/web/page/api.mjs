// Talks to the server that this page came from, and to nobody else.

/** An answer that was not a success; its message is for people. */
export class Problem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch (e) {
    throw new Problem(0, "the program does not answer; is it still running?");
  }
  const text = await response.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch (e) {
    throw new Problem(response.status, "the answer was no JSON (status " + response.status + ")");
  }
  if (!response.ok) {
    throw new Problem(response.status, (body && body.error) || "status " + response.status);
  }
  return body;
}

/** The JSON at a path. */
export function get(path) {
  return answer(fetch(path, { headers: { Accept: "application/json" } }));
}

/** Sends JSON and gives the JSON answer. */
export function post(path, body = {}) {
  return answer(fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  }));
}

// Milliseconds until a stream that was refused is asked for again.
const REFUSED = 3000;

/**
 * Listens to a stream of events; `handlers` by the event's name receive its data. `connected` is told
 * true and false as the stream comes and goes. The browser reconnects by itself unless the server answers
 * that there is no such stream: then `lost` is told, and it is asked for again after a while. Only a page
 * that is seen holds a stream: a browser opens six connections to a server, all tabs together.
 * Returns a function that ends the listening.
 */
export function listen(path, handlers, connected = () => {}, lost = () => {}) {
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
      source.addEventListener(name, (event) => handler(JSON.parse(event.data)));
    }
  };
  const seen = () => (document.visibilityState === "hidden" ? close() : open());
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

/** Query parameters of a map, without those that are null. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? "?" + new URLSearchParams(given) : "";
}
