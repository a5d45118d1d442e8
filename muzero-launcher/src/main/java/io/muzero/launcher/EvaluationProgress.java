package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.selfplay.Evaluation;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far games are that are played: a line that changes on a terminal, a line a minute
 * elsewhere. Used by one thread.
 */
final class EvaluationProgress implements Evaluation.Spectator, Evaluation.Progress {
  private static final double NANOSECONDS = 1e9;
  private static final double SECONDS_LIVE = 0.2;
  private static final double SECONDS_PIPE = 60;

  private final Screen screen;
  private final String what;
  private final int games;
  private final int maxSteps;
  private final Evaluation.Spectator other;
  private final LongSupplier nanoTime;
  private final long start;
  private long lastShown;
  private int over;
  private long moves;
  private long movesOfOver;
  private final int[] movesOf;
  private int decided;
  private int states;
  private long statesFrom;

  /**
   * What is to be done.
   *
   * @param what for example {@code evaluating, against expert}
   * @param games how many are played; 0 when not games but states are looked at, of which {@link
   *     #decided} tells
   * @param maxSteps moves of a game at most; 0 when there is no such bound
   */
  record Task(String what, int games, int maxSteps) {}

  /**
   * Progress of some games.
   *
   * @param other sees the games too
   * @param nanoTime as {@link System#nanoTime}
   */
  EvaluationProgress(Screen screen, Task task, Evaluation.Spectator other, LongSupplier nanoTime) {
    this.screen = screen;
    what = task.what();
    games = task.games();
    maxSteps = task.maxSteps();
    this.other = other;
    this.nanoTime = nanoTime;
    movesOf = new int[games];
    start = nanoTime.getAsLong();
    lastShown = start;
    if (games > 0 && screen.isLive()) {
      screen.status(line());
    }
  }

  @Override
  public void saw(int number, Environment state, int action, Step step) {
    other.saw(number, state, action, step);
    if (action >= 0) {
      moves++;
      movesOf[number]++;
      if (step.ended()) {
        ended(number);
      }
      tick();
    }
  }

  @Override
  public void decided(int done, int of) {
    decided = done;
    if (states == 0 && of > 0) {
      states = of;
      statesFrom = nanoTime.getAsLong();
      if (screen.isLive()) {
        screen.status(line());
      }
    }
    tick();
  }

  @Override
  public void over(int number) {
    other.over(number);
    ended(number);
  }

  private void ended(int number) {
    over++;
    movesOfOver += movesOf[number];
  }

  /** Shows the progress if it is time. */
  void tick() {
    long now = nanoTime.getAsLong();
    if ((now - lastShown) / NANOSECONDS >= (screen.isLive() ? SECONDS_LIVE : SECONDS_PIPE)) {
      lastShown = now;
      screen.status(line());
    }
  }

  /** Takes the line away, for the result to stand in its place. */
  void finish() {
    screen.clearStatus();
  }

  String line() {
    long now = nanoTime.getAsLong();
    StringBuilder text = new StringBuilder(what).append(": ");
    double share = share();
    if (games > 0) {
      text.append(String.format(Locale.ROOT, "%,d of %,d games done, ", over, games));
    } else if (states > 0) {
      text.append(String.format(Locale.ROOT, "%,d of %,d done, ", decided, states));
    }
    if (share > 0) {
      text.append(String.format(Locale.ROOT, "about %.0f %%, ", Math.floor(100 * share)));
    }
    text.append(RunBlock.duration((now - start) / NANOSECONDS)).append(" so far");
    if (share > 0) {
      // What came before the states were counted says nothing of how long they take.
      double seconds = (now - (states > 0 ? statesFrom : start)) / NANOSECONDS;
      text.append(", about ")
          .append(RunBlock.duration(seconds * (1 - share) / share))
          .append(" left");
    }
    return text.toString();
  }

  /** The share that is done; 0 when nothing is known. */
  private double share() {
    return games > 0 ? shareOfMoves() : states > 0 ? (double) decided / states : 0;
  }

  /**
   * The share of all moves that is made, by an estimate of those to come. The games that are over
   * first are the short ones, so those still going are not taken to become as long. Were games as
   * likely to end at any move, each had as many to come as moves were made for each end; as they
   * grow likelier to end, half of that, and of what the longest game allows. 0 when nothing is
   * known.
   */
  private double shareOfMoves() {
    int going = games - over;
    if (going == 0) {
      return 1;
    }
    double made = (double) (moves - movesOfOver) / going;
    double allowed = maxSteps > 0 ? maxSteps - made : Double.POSITIVE_INFINITY;
    double byEnds = over > 0 ? (double) moves / over : Double.POSITIVE_INFINITY;
    double toCome = Math.max(0.5, Math.min(allowed, byEnds) / 2);
    return Double.isInfinite(toCome) ? 0 : moves / (moves + going * toCome);
  }
}
