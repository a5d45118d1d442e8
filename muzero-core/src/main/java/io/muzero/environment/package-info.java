/**
 * What a game is to the trainer: reset, legal actions, step, observe.
 *
 * <p>Start at {@link io.muzero.environment.Environment}; {@link io.muzero.environment.GameProvider}
 * makes a game known to the launcher. The contract carries one and two players who need not
 * alternate, rewards along the way, illegal actions, terminated versus truncated episodes, chance
 * inside a step and continuous actions. {@link io.muzero.environment.VectorEnvironment} steps many
 * of them in one call. {@link io.muzero.environment.EnvironmentChecker} checks that an environment
 * keeps it.
 */
@NullMarked
package io.muzero.environment;

import org.jspecify.annotations.NullMarked;
