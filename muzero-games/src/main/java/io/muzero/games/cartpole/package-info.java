/** Cart-pole balancing. Start at {@link io.muzero.games.cartpole.CartPole}. */
@NullMarked
package io.muzero.games.cartpole;

import org.jspecify.annotations.NullMarked;
