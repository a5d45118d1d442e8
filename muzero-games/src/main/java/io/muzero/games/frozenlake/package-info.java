/**
 * A frozen lake with holes, to be crossed on slippery ice. Start at {@link
 * io.muzero.games.frozenlake.FrozenLake}.
 */
@NullMarked
package io.muzero.games.frozenlake;

import org.jspecify.annotations.NullMarked;
