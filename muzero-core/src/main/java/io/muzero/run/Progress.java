package io.muzero.run;

import io.muzero.selfplay.EvaluationReport;
import io.muzero.training.LearnerStep;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param step training steps done
 * @param games self-play games finished
 * @param positions positions in the replay buffer
 * @param warmUp positions that training waits for
 * @param simulationsPerSecond self-play's simulations a second, since the last progress
 * @param stepsPerSecond training steps a second, since the last progress
 * @param last what the newest training step measured; null before the first
 * @param evaluation the newest evaluation; null before the first
 * @param secondsLeft until the run's bound at the pace so far; NaN when it has none
 */
public record Progress(
    long step,
    long games,
    int positions,
    int warmUp,
    double simulationsPerSecond,
    double stepsPerSecond,
    @Nullable LearnerStep last,
    @Nullable EvaluationReport evaluation,
    double secondsLeft) {}
