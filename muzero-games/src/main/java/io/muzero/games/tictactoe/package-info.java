/** Tic-tac-toe with its exact solver. Start at {@link io.muzero.games.tictactoe.TicTacToe}. */
@NullMarked
package io.muzero.games.tictactoe;

import org.jspecify.annotations.NullMarked;
