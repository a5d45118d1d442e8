/** Blackjack without betting. Start at {@link io.muzero.games.blackjack.Blackjack}. */
@NullMarked
package io.muzero.games.blackjack;

import org.jspecify.annotations.NullMarked;
