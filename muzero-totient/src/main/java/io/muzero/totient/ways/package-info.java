/**
 * The ways of sharing a job: {@link io.muzero.totient.ways.Way} is one, {@link
 * io.muzero.totient.ways.WayName} lists them, {@link io.muzero.totient.ways.Experiment} runs them
 * all on the same numbers and holds their sums against each other.
 *
 * <p>Uses {@code work} and {@code ray}; knows nothing of the command line.
 */
@NullMarked
package io.muzero.totient.ways;

import org.jspecify.annotations.NullMarked;
