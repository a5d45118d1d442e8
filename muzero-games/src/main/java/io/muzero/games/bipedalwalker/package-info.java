/** Walking on two legs. Start at {@link io.muzero.games.bipedalwalker.BipedalWalker}. */
@NullMarked
package io.muzero.games.bipedalwalker;

import org.jspecify.annotations.NullMarked;
