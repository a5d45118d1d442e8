/**
 * What is measured and where it goes.
 *
 * <p>{@link io.muzero.metrics.Metric} names everything a run measures; a {@link
 * io.muzero.metrics.MetricSink} takes it to TensorBoard or a CSV file. Knows nothing of what it
 * measures.
 */
@NullMarked
package io.muzero.metrics;

import org.jspecify.annotations.NullMarked;
