package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.selfplay.Evaluation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the first of the games that are played ends. Used by one thread. */
final class GameResult implements Evaluation.Spectator {
  private final Evaluation.Spectator other;
  private final @Nullable String opponent;
  private final double[] scores = new double[2];
  private int mover;
  private int moves;
  private final String[] names = new String[2];
  private int players;
  private boolean truncated;

  /**
   * A result.
   *
   * @param opponent who plays the second seat; null when the agent plays every seat
   * @param other sees the game too
   */
  GameResult(@Nullable String opponent, Evaluation.Spectator other) {
    this.opponent = opponent;
    this.other = other;
  }

  @Override
  public void saw(int number, Environment state, int action, Step step) {
    other.saw(number, state, action, step);
    if (number != 0) {
      return;
    }
    if (action < 0) {
      players = state.spec().players();
      names[0] = state.playerName(0);
      names[1] = state.playerName(1);
    } else {
      moves++;
      scores[mover] += step.reward();
      scores[1 - mover] -= step.reward();
      truncated = step.truncated();
    }
    mover = state.playerToMove();
  }

  /** For example {@code the agent (X) wins against expert (O) after 7 moves}. */
  String line() {
    if (players == 0) {
      return "no game was played";
    }
    if (players == 1) {
      return String.format(
          Locale.ROOT,
          "%s after %d steps, return %s",
          truncated ? "time is up" : "over",
          moves,
          scores[0]);
    }
    String first = (opponent == null ? "" : "the agent as ") + names[0];
    String second = (opponent == null ? "" : opponent + " as ") + names[1];
    String result =
        scores[0] == 0
            ? "a draw between " + first + " and " + second
            : scores[0] > 0 ? first + " wins against " + second : second + " wins against " + first;
    return result + " after " + moves + " moves";
  }
}
