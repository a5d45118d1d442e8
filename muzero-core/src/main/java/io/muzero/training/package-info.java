/**
 * The learner: unrolled loss, gradients and optimiser.
 *
 * <p>Start with {@link io.muzero.training.Learner}; {@link io.muzero.training.MuZeroLoss} is the
 * loss and its gradient, {@link io.muzero.training.ConsistencyLoss} what may come to it, {@link
 * io.muzero.training.LearnerConfig} what can be chosen.
 */
@NullMarked
package io.muzero.training;

import org.jspecify.annotations.NullMarked;
