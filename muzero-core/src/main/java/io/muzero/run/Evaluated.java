package io.muzero.run;

import io.muzero.selfplay.EvaluationReport;

/**
 * An evaluation of a run.
 *
 * @param step training step of the weights that were measured
 * @param report what it found
 */
public record Evaluated(long step, EvaluationReport report) {}
