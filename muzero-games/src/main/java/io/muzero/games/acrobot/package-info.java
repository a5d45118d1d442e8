/**
 * A two-link pendulum with a motor at its middle. Start at {@link io.muzero.games.acrobot.Acrobot}.
 */
@NullMarked
package io.muzero.games.acrobot;

import org.jspecify.annotations.NullMarked;
