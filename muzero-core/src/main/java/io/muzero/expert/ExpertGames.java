package io.muzero.expert;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.replay.FixedGames;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.RecordedStep;
import io.muzero.replay.ReplayConfig;
import io.muzero.replay.Trajectory;
import io.muzero.replay.TrajectoryBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recorded games as something to learn from: the policy target of a position is its expert's move,
 * smoothed, and its value target the game's result (AlphaGo, Nature 529, 2016; AlphaGo Zero, Nature
 * 550, 2017, Methods), discounted by γ a step; where moves on the way bring rewards too, the return
 * from there on. Moves that were drawn at random are no targets.
 *
 * <p>Kept are the moves alone, a few bytes each; what a network sees is made by playing a game
 * again by the rules whenever a position of it is wanted.
 *
 * <p>A game without an end by the rules (somebody resigned), or whose written result is another
 * than the rules', ends with a state of unknown reward and the written result as its value; in the
 * second case the last move, which would bring the reward, is left out.
 *
 * <p>Thread-safe.
 */
public final class ExpertGames implements FixedGames {
  private final Targets targets;
  private final int[][] moves;

  /** What the last move of each game brought, in the first player's view, clipped. */
  private final float[] lastGains;

  /** What each move brought, likewise, of the games in which others than the last one did. */
  private final float[] @Nullable [] gains;

  /** The written result of games that do not end by the rules, in the first player's view. */
  private final int[] written;

  /** Whether the last move ends the game and brings its result. */
  private final boolean[] ended;

  /** First move of each game that an expert chose. */
  private final int[] from;

  /** Index of each game's first position; of the last, the number of all [games + 1]. */
  private final int[] firstPosition;

  // Guarded by this.
  private final Environment environment;
  private final TrajectoryBuilder builder;
  private final float[] frame;
  private final boolean[] legal;
  private final float[] policy;
  private @Nullable Trajectory part;

  /**
   * What targets are made by.
   *
   * @param stacker composes network inputs
   * @param replay discount and reward clipping
   * @param smoothing share of a policy target that is spread over the legal actions
   */
  public record Targets(ObservationStacker stacker, ReplayConfig replay, double smoothing) {}

  /**
   * Games to learn from.
   *
   * @param environment of the game; owned from now on
   * @param games all of it; copied
   */
  public ExpertGames(Environment environment, Targets targets, List<GameRecord> games) {
    this.environment = environment;
    this.targets = targets;
    ObservationStacker stacker = targets.stacker;
    // No part is ever so long that it is handed out before it is asked for.
    builder =
        new TrajectoryBuilder(
            stacker, targets.replay, Integer.MAX_VALUE, recorded -> part = recorded);
    frame = new float[stacker.frameSize()];
    legal = new boolean[stacker.actionCount()];
    policy = new float[stacker.actionCount()];
    int count = games.size();
    moves = new int[count][];
    lastGains = new float[count];
    gains = new float[count][];
    written = new int[count];
    ended = new boolean[count];
    from = new int[count];
    firstPosition = new int[count + 1];
    for (int i = 0; i < count; i++) {
      take(i, games.get(i));
      firstPosition[i + 1] = firstPosition[i] + moves[i].length - from[i];
    }
  }

  /** Plays a game once, to see how it ends. */
  private void take(int i, GameRecord game) {
    int[] all = game.moves().stream().mapToInt(Integer::intValue).toArray();
    environment.reset(0);
    double score = 0;
    float[] brought = new float[all.length];
    Step step = Step.going(0);
    for (int t = 0; t < all.length; t++) {
      int sign = environment.playerToMove() == 0 ? 1 : -1;
      step = environment.step(Action.of(all[t]));
      score += sign * step.reward();
      brought[t] = (float) (sign * targets.replay.clipped(step.reward()));
    }
    boolean byRules = step.terminated();
    ended[i] = byRules && (int) Math.signum(score) == game.result();
    written[i] = ended[i] ? 0 : game.result();
    int kept = byRules && !ended[i] ? all.length - 1 : all.length;
    moves[i] = kept == all.length ? all : Arrays.copyOf(all, kept);
    lastGains[i] = kept == 0 ? 0 : brought[kept - 1];
    boolean onTheWay = false;
    for (int t = 0; t < kept - 1; t++) {
      onTheWay |= brought[t] != 0;
    }
    if (onTheWay) {
      gains[i] = Arrays.copyOf(brought, kept);
    }
    from[i] = Math.min(game.randomMoves(), kept);
  }

  /** Games. */
  public int games() {
    return moves.length;
  }

  @Override
  public int positions() {
    return firstPosition[moves.length];
  }

  /** The expert's move in a position. */
  public int moveAt(int position) {
    int game = gameOf(position);
    return moves[game][from[game] + position - firstPosition[game]];
  }

  private int gameOf(int position) {
    if (position < 0 || position >= positions()) {
      throw new IndexOutOfBoundsException(
          "a position must be within [0, " + positions() + "), was " + position);
    }
    int found = Arrays.binarySearch(firstPosition, position);
    int game = found >= 0 ? found : -found - 2;
    while (firstPosition[game + 1] == position) {
      game++; // a game without a position of its own comes before
    }
    return game;
  }

  @Override
  public synchronized Window at(int position, int unrollSteps) {
    int game = gameOf(position);
    int[] played = moves[game];
    int first = from[game] + position - firstPosition[game];
    // A frame stack shows the actions that led to its frames.
    int stacked = targets.stacker.stackedFrames();
    int start = Math.max(0, first - (stacked == 1 ? 0 : stacked));
    int end = Math.min(played.length, first + unrollSteps + 1);
    environment.reset(0);
    for (int t = 0; t < start; t++) {
      environment.step(Action.of(played[t]));
    }
    builder.reset();
    float[] values = new float[end - start];
    for (int t = start; t < end; t++) {
      if (t == first) {
        builder.contextSoFar();
      }
      values[t - start] = value(game, t);
      record(played[t], values[t - start], t >= first);
    }
    finish(game, end);
    return new Window(Objects.requireNonNull(part), values, first - start);
  }

  /** What a game is still worth to the player to move now, before move t. */
  private float value(int game, int t) {
    float[] each = gains[game];
    int last = moves[game].length - 1;
    double ahead = written[game];
    for (int k = last; k >= t; k--) {
      float gain = k == last ? lastGains[game] : each == null ? 0 : each[k];
      ahead = gain + targets.replay.discount() * ahead;
    }
    return (float) (environment.playerToMove() == 0 ? ahead : -ahead);
  }

  /** Records and plays a move; of one that is only context nobody asks what was legal. */
  private void record(int move, float value, boolean isTarget) {
    environment.observe(frame, 0);
    int player = environment.playerToMove();
    Arrays.fill(policy, 0);
    if (isTarget) {
      look();
      writePolicy(move);
    }
    Step step = environment.step(Action.of(move));
    builder.append(
        new RecordedStep(
            new RecordedStep.Seen(frame, legal, player),
            new RecordedStep.Found(policy, 0, value, value, 0),
            new RecordedStep.Done(move, false, step.reward())));
  }

  private void look() {
    for (int a = 0; a < legal.length; a++) {
      legal[a] = environment.isLegal(a);
    }
  }

  private void writePolicy(int move) {
    int count = 0;
    for (boolean one : legal) {
      count += one ? 1 : 0;
    }
    float spread = (float) (targets.smoothing / count);
    for (int a = 0; a < policy.length; a++) {
      policy[a] = legal[a] ? spread : 0;
    }
    policy[move] += (float) (1 - targets.smoothing);
  }

  /** Hands the part out; {@code end}: moves of the game that were played. */
  private void finish(int game, int end) {
    if (end < moves[game].length) {
      builder.breakOff();
      return;
    }
    environment.observe(frame, 0);
    if (ended[game]) {
      builder.terminate(frame);
      return;
    }
    look();
    float value = value(game, end);
    builder.truncate(new RecordedStep.Seen(frame, legal, environment.playerToMove()), value);
  }
}
