/**
 * The games, one package each, and what they share.
 *
 * <p>A game's package holds its rules (an {@link io.muzero.environment.Environment} whose class
 * comment is the specification), its provider, its reference players and, where there is one, its
 * solver. {@code random} has numpy's generator, {@code gymnasium} what the environments that follow
 * Gymnasium share, {@code picture} the JSON pictures a page draws. Start at {@code tictactoe}.
 */
@NullMarked
package io.muzero.games;

import org.jspecify.annotations.NullMarked;
