/**
 * Gomoku of any size and line, with a heuristic player and an exact solver for tiny boards. Start
 * at {@link io.muzero.games.gomoku.Gomoku}.
 */
@NullMarked
package io.muzero.games.gomoku;

import org.jspecify.annotations.NullMarked;
