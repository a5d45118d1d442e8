package io.muzero.run;

import io.muzero.network.Weights;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the learner has learned so far, published or not. Asked on the learner's thread.
 *
 * @param step training steps done
 * @param weights copies the newest weights
 */
record Learned(LongSupplier step, Supplier<Weights> weights) {}
