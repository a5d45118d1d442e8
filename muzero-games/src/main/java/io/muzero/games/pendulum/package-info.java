/** A pendulum with a weak motor. Start at {@link io.muzero.games.pendulum.Pendulum}. */
@NullMarked
package io.muzero.games.pendulum;

import org.jspecify.annotations.NullMarked;
