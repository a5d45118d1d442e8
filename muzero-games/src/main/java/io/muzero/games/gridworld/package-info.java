/**
 * An empty room with a goal, seen in part. Start at {@link io.muzero.games.gridworld.GridWorld}.
 */
@NullMarked
package io.muzero.games.gridworld;

import org.jspecify.annotations.NullMarked;
