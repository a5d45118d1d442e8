package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.metrics.Metric;
import io.muzero.metrics.MetricSink;
import io.muzero.selfplay.EvaluationReport;
import io.muzero.selfplay.ExactReport;
import io.muzero.selfplay.ExhaustiveReport;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.ReturnStatistics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Turns evaluations into curves, and counts those in a row that found no wrong decision. Told by
 * one thread, read by any.
 */
final class EvaluationCurves {
  /** Evaluations kept to be shown: some kilobytes, and more than a terminal is wide. */
  private static final int KEPT = 200;

  private final int stopAt;
  private final Counters counters;
  private final MetricSink sink;
  private final RunListener listener;
  private final List<Evaluated> evaluations = new CopyOnWriteArrayList<>();

  /**
   * Curves of a session.
   *
   * @param stopAt evaluations in a row without a wrong decision that end the run; 0: none do
   * @param sink takes them; its owner closes it
   */
  EvaluationCurves(int stopAt, Counters counters, MetricSink sink, RunListener listener) {
    this.stopAt = stopAt;
    this.counters = counters;
    this.sink = sink;
    this.listener = listener;
  }

  /** The evaluations of this session, oldest first; the newest {@value #KEPT}. */
  List<Evaluated> all() {
    return List.copyOf(evaluations);
  }

  /** Once a run is good enough to stop, the evaluation at its very end does not undo that. */
  private void count(long step, EvaluationReport report) {
    counters.set(Counter.EVALUATED_STEP, step);
    long inARow = counters.get(Counter.FAULTLESS_EVALUATIONS);
    if (stopAt == 0 || inARow < stopAt) {
      counters.set(Counter.FAULTLESS_EVALUATIONS, report.isFaultless() ? inARow + 1 : 0);
    }
  }

  /** Writes what an evaluation found. */
  void evaluated(long step, EvaluationReport report) {
    Evaluated evaluated = new Evaluated(step, report);
    evaluations.add(evaluated);
    if (evaluations.size() > KEPT) {
      evaluations.remove(0);
    }
    count(step, report);
    for (MatchResult match : report.matches()) {
      sink.scalar(Metric.EVALUATION_SCORE.tag(match.opponent()), step, match.score());
      sink.scalar(Metric.EVALUATION_SCORE_LOW.tag(match.opponent()), step, match.scoreLow());
      sink.scalar(Metric.EVALUATION_SCORE_HIGH.tag(match.opponent()), step, match.scoreHigh());
    }
    ReturnStatistics returns = report.returns();
    if (returns != null) {
      sink.scalar(Metric.EVALUATION_RETURN, step, returns.mean());
      sink.scalar(Metric.EVALUATION_RETURN_SD, step, returns.sd());
    }
    ExactReport exact = report.exact();
    if (exact != null) {
      sink.scalar(Metric.EXACT_VALUE_SEARCH, step, exact.search());
      sink.scalar(Metric.EXACT_VALUE_POLICY, step, exact.policy());
    }
    ExhaustiveReport walk = report.exhaustive();
    if (walk != null) {
      sink.scalar(Metric.BAD_DECISIONS_SEARCH, step, walk.badDecisionsSearch());
      sink.scalar(Metric.BAD_DECISIONS_POLICY, step, walk.badDecisionsPolicy());
      sink.scalar(Metric.EXHAUSTIVE_LOSSES, step, walk.losses());
    }
    sink.flush();
    listener.event(new RunEvent.EvaluationEnded(evaluated));
  }
}
