// One game on the server: its state, its moves so far, and the search that goes on in it.
import { useEffect, useRef, useState } from "./vendor/preact.mjs";
import { get, listen, post } from "./api.mjs";

const kept = (game) => "muzero.session." + game;

async function open(game, moves) {
  const before = moves === null ? sessionStorage.getItem(kept(game)) : null;
  if (before) {
    try {
      return await get("api/sessions/" + before);
    } catch (e) {
      if (e.status !== 404) throw e;
    }
  }
  return post("api/sessions", moves === null ? { game } : { game, moves });
}

/**
 * A game and what can be done with it. `moves`: names of moves to begin with, or null to go on with the game that
 * this tab played before.
 */
export function useGame(game, moves) {
  const [id, setId] = useState(null);
  const [state, setState] = useState(null);
  const [history, setHistory] = useState([]);
  const [search, setSearch] = useState(null);
  const [problem, setProblem] = useState(null);
  const [connected, setConnected] = useState(true);
  const [judged, setJudged] = useState({});
  const frames = useRef([]);

  const take = (whole) => {
    setState(whole.state);
    setHistory(whole.history);
    setJudged(Object.fromEntries(whole.judged.map((one) => [one.ply, one])));
    frames.current = frames.current.filter((frame) => frame.ply < whole.state.ply);
    frames.current[whole.state.ply] = whole.state;
  };

  useEffect(() => {
    let ended = false;
    let stop = () => {};
    setState(null);
    setHistory([]);
    setSearch(null);
    setProblem(null);
    setJudged({});
    frames.current = [];
    open(game, moves).then(
      (whole) => {
        if (ended) return;
        sessionStorage.setItem(kept(game), whole.session);
        setId(whole.session);
        take(whole);
        stop = listen(
          `api/sessions/${whole.session}/events`,
          {
            game: take,
            moved: (event) => {
              frames.current[event.state.ply] = event.state;
              setState(event.state);
              setHistory((before) => [...before.slice(0, event.move.ply), event.move]);
            },
            search: (event) => setSearch((before) => ({ ...event, running: true, error: null, kept: before && before.kept })),
            done: (event) => setSearch({ ...event, running: false, error: null }),
            judged: (event) => setJudged((before) => ({ ...before, [event.ply]: event })),
            problem: (event) => {
              setSearch((before) => (before ? { ...before, running: false } : null));
              setProblem(event.error);
            },
          },
          setConnected,
        );
      },
      (e) => !ended && setProblem(e.message),
    );
    return () => {
      ended = true;
      stop();
    };
  }, [game, moves === null ? null : moves.join(",")]);

  const ask = async (path, body) => {
    setProblem(null);
    try {
      return await post(`api/sessions/${id}/${path}`, body);
    } catch (e) {
      setProblem(e.message);
      return null;
    }
  };

  return {
    id, state, history, search, problem, connected, judged,
    frame: (ply) => frames.current[ply],
    frames: () => frames.current,
    play: (action) => ask("move", { action }),
    undo: (plies) => ask("undo", { plies }),
    restart: (body = {}) => {
      setSearch(null);
      setJudged({});
      frames.current = [];
      return ask("restart", body);
    },
    think: (body) => ask("search", body),
    cancel: () => ask("cancel", {}),
    judge: () => ask("judge", {}),
    imagine: (body) => ask("imagine", body),
    state_at: async (ply) => {
      if (!frames.current[ply]) frames.current[ply] = await get(`api/sessions/${id}/states/${ply}`);
      return frames.current[ply];
    },
    snapshots: () => get(`api/sessions/${id}/snapshots`),
    tree: (path) => get(`api/sessions/${id}/tree?path=${path.join(".")}`),
    clearProblem: () => setProblem(null),
  };
}
