package io.muzero.launcher.diagnose;

import io.muzero.agent.ImaginedLine;
import io.muzero.agent.ImaginedLine.ImaginedStep;
import io.muzero.agent.ImaginedLine.Prediction;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import io.muzero.launcher.diagnose.AgentReport.Depth;
import java.util.ArrayList;
import java.util.List;

/** Unrolls the model along moves that were played, beside the real rules. Used by one thread. */
final class Unrolling {
  private static final int DEPTH = 10;

  /** Lines that are unrolled, at most. */
  private static final int MOST_LINES = 400;

  /** A depth that fewer lines reach says nothing. */
  private static final int LEAST = 5;

  private final TrainedAgent agent;
  private final List<Errors> depths = new ArrayList<>();

  /** What was measured at one depth. */
  private static final class Errors {
    final Mean reward = new Mean();
    final Mean imagined = new Mean();
    final Mean observed = new Mean();
    final Mean policy = new Mean();
    final Mean distance = new Mean();
    final Mean moved = new Mean();
  }

  Unrolling(TrainedAgent agent) {
    this.agent = agent;
  }

  /** Unrolls from the kept positions of games, until it is stopped. */
  List<Depth> measure(List<PlayedGame> games, Progress watcher) {
    int kept = games.stream().mapToInt(game -> game.kept().size()).sum();
    int every = Math.max(1, (kept + MOST_LINES - 1) / MOST_LINES);
    int number = 0;
    for (PlayedGame game : games) {
      for (PlayedGame.Kept from : game.kept()) {
        if (number++ % every == 0 && !watcher.stopped()) {
          unroll(game, from);
          watcher.at(number, kept, "positions");
        }
      }
    }
    List<Depth> result = new ArrayList<>();
    for (int i = 0; i < depths.size(); i++) {
      Errors e = depths.get(i);
      if (e.reward.count() < LEAST) {
        return result;
      }
      result.add(
          new Depth(
              i + 1,
              e.reward.estimate(),
              e.imagined.estimate(),
              e.observed.estimate(),
              e.policy.estimate(),
              e.distance.estimate(),
              e.moved.estimate()));
    }
    return result;
  }

  private void unroll(PlayedGame game, PlayedGame.Kept from) {
    List<Integer> actions =
        game.end().moves().stream()
            .skip(from.ply())
            .limit(DEPTH)
            .map(Episode.Move::action)
            .toList();
    ImaginedLine line = agent.imagine(from.episode(), actions);
    for (int i = 0; i < line.steps().size(); i++) {
      if (depths.size() == i) {
        depths.add(new Errors());
      }
      compare(game, from.ply() + i + 1, line.steps().get(i), depths.get(i));
    }
  }

  /** {@code ply}: moves before the state that the step leads to. */
  private static void compare(PlayedGame game, int ply, ImaginedStep step, Errors errors) {
    int number = game.number();
    step.real()
        .ifPresent(
            real -> {
              errors.reward.add(number, Math.abs(step.reward() - real.step().reward()));
              real.drift()
                  .ifPresent(
                      drift -> {
                        errors.distance.add(number, drift.imagined());
                        errors.moved.add(number, drift.moved());
                      });
              real.seen()
                  .ifPresent(
                      seen -> {
                        errors.policy.add(number, distance(step.after().policy(), seen.policy()));
                        if (ply < game.returns().size()) {
                          double result = game.returns().get(ply);
                          int mover = real.playerToMove();
                          errors.imagined.add(
                              number, Math.abs(valueFor(mover, step.after()) - result));
                          errors.observed.add(number, Math.abs(valueFor(mover, seen) - result));
                        }
                      });
            });
  }

  private static double valueFor(int player, Prediction prediction) {
    return prediction.playerToMove() == player ? prediction.value() : -prediction.value();
  }

  /** Total variation distance: half the sum of the differences. */
  private static double distance(List<Double> one, List<Double> two) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      sum += Math.abs(one.get(i) - two.get(i));
    }
    return sum / 2;
  }
}
