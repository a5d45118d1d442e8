/**
 * What the environments that follow Gymnasium share: seeding, the life of an episode, time limits.
 * Start at {@link io.muzero.games.gymnasium.GymnasiumEnvironment}.
 */
@NullMarked
package io.muzero.games.gymnasium;

import org.jspecify.annotations.NullMarked;
