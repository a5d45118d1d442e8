// The values of a game's moves as its graphs show them.

/** A value in the view of the player to move, in the view of the first player. */
export const inFirst = (value, toMove) => (value === null || value === undefined ? null : toMove === 1 ? -value : value);

/** The least and greatest value. A game for one has no bounds of its own: those of the values so far. */
export function bounds(state, history) {
  if (state.players === 2) return { low: state.valueLow, high: state.valueHigh };
  const seen = history.map((move) => move.value).filter((value) => Number.isFinite(value));
  return { low: seen.reduce((a, b) => Math.min(a, b), 0), high: seen.reduce((a, b) => Math.max(a, b), 1) };
}

/** A point for each move, and one for the search of the present state. */
export function points({ state, history, judged }, here) {
  const all = history.map((move) => ({ ply: move.ply, name: move.name, value: inFirst(move.value, move.player), lost: Boolean(judged[move.ply] && judged[move.ply].lost) }));
  if (here) all.push({ ply: state.ply, value: inFirst(here.value, state.toMove), name: null });
  return all;
}

/** The newest value that is known, or null. */
export function newest(all) {
  const known = all.filter((point) => point.value !== null && point.value !== undefined);
  return known.length ? known[known.length - 1].value : null;
}
