/** A walk along a cliff. Start at {@link io.muzero.games.cliff.CliffWalking}. */
@NullMarked
package io.muzero.games.cliff;

import org.jspecify.annotations.NullMarked;
