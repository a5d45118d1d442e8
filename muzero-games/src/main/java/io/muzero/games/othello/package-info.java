/**
 * Othello on 4×4, 6×6 or 8×8 cells. Start at {@link io.muzero.games.othello.Othello}, whose rules
 * are in the bits of {@link io.muzero.games.othello.DiscBoard}.
 */
@NullMarked
package io.muzero.games.othello;

import org.jspecify.annotations.NullMarked;
