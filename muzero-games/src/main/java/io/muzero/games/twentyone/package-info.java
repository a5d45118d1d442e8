/** Twenty-one without betting. Start at {@link io.muzero.games.twentyone.TwentyOne}. */
@NullMarked
package io.muzero.games.twentyone;

import org.jspecify.annotations.NullMarked;
