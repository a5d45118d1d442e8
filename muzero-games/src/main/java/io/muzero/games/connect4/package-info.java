/**
 * Connect Four with its exact solver.
 *
 * <p>Start at {@link io.muzero.games.connect4.Connect4}, the rules. The solver is {@link
 * io.muzero.games.connect4.Connect4Solver}: {@code AlphaBeta} searches on bits ({@code Bitboard}),
 * remembers in a {@code TranspositionTable}, cuts by what following up proves ({@code FollowUp}),
 * and knows the openings from an {@code OpeningBook}.
 */
@NullMarked
package io.muzero.games.connect4;

import org.jspecify.annotations.NullMarked;
