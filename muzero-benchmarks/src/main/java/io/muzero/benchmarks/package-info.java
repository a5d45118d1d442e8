/**
 * Benchmarks, not part of the jar: how fast the parts are by themselves, and how fast the search is
 * over the model that mctx was measured with.
 *
 * <p>docs/benchmarks.md has the commands and what they printed. JMH runs {@link
 * io.muzero.benchmarks.TreeWork}, {@link io.muzero.benchmarks.EnvironmentSteps} and {@link
 * io.muzero.benchmarks.LearnerSteps}; {@link io.muzero.benchmarks.MctxModelSearch} is a program of
 * its own.
 */
@NullMarked
package io.muzero.benchmarks;

import org.jspecify.annotations.NullMarked;
