/**
 * Trained agents for use in other programs: load one, ask it what to do, watch it think.
 *
 * <p>Start at {@link io.muzero.agent.TrainedAgent}. This package and {@link io.muzero.environment}
 * are the API that stays; all other packages may change with any release.
 */
@NullMarked
package io.muzero.agent;

import org.jspecify.annotations.NullMarked;
