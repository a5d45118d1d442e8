/**
 * How far self-play can be spread: {@link io.muzero.benchmarks.load.LoadGenerator} drives a real
 * learner with synthetic actors, {@link io.muzero.benchmarks.load.ScaleOut} computes from measured
 * constants what many actors need ({@code docs/scale-out.md}).
 */
@NullMarked
package io.muzero.benchmarks.load;

import org.jspecify.annotations.NullMarked;
