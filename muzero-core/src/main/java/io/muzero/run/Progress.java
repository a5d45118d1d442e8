package io.muzero.run;

import io.muzero.selfplay.EvaluationReport;
import io.muzero.training.LearnerStep;
import java.util.List;
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
 * @param secondsLeft until the run's bound at the pace so far; NaN when it has none, or when that
 *     cannot be told yet
 * @param seconds trained so far, over all sessions
 * @param stepBound training steps after which the run is done; 0 when there is no such bound
 * @param share of the way to the nearer bound, within [0, 1]; NaN when there is none
 * @param faultless evaluations in a row, up to the newest, that found no wrong decision
 * @param stopAt how many of these end the run; 0 when none do
 * @param evaluations this session's evaluations, oldest first
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
    double secondsLeft,
    double seconds,
    long stepBound,
    double share,
    int faultless,
    int stopAt,
    List<Evaluated> evaluations) {
  /** Copies the list. */
  public Progress {
    evaluations = List.copyOf(evaluations);
  }
}
