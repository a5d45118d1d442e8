/** What games of stones on a board have in common: {@link io.muzero.games.board.BoardGame}. */
@NullMarked
package io.muzero.games.board;

import org.jspecify.annotations.NullMarked;
