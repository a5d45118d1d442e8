package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.TrajectoryBuilder;
import io.muzero.search.SearchResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * One game of a worker: the real environment, what the network sees of it, and its recording.
 *
 * <p>It is saved as its seed and actions, from which the environment is played again: environments
 * are exact, so no game needs a format of its own.
 */
final class GameInProgress {
  private final String game;
  private final Environment environment;
  private final ObservationHistory history;
  private final TrajectoryBuilder recording;
  private final float[] frame;
  private final boolean[] legal;
  private final boolean alternating;

  private long seed;
  private int[] actions = new int[16];

  /** Actions done, the opening's included. */
  private int moves;

  /** Those of them that were chosen, not drawn at random. */
  private int chosen;

  /** Random moves at the beginning. */
  private int opening;

  /** Whether the episode was cut: its last state still needs a value to bootstrap from. */
  private boolean truncated;

  /** {@code game}: the game's name, for messages. */
  GameInProgress(
      String game,
      Environment environment,
      ObservationStacker stacker,
      TrajectoryBuilder recording) {
    this.game = game;
    this.environment = environment;
    this.recording = recording;
    history = stacker.newHistory();
    frame = new float[stacker.frameSize()];
    legal = new boolean[stacker.actionCount()];
    EnvironmentSpec spec = environment.spec();
    alternating = spec.players() == 2 && spec.alternating();
  }

  /** Starts a new game. */
  void begin(SelfPlayConfig config, UniformRandomProvider random) {
    seed = random.nextLong(Long.MAX_VALUE);
    environment.reset(seed);
    moves = 0;
    chosen = 0;
    opening =
        config.openingShare() > 0 && random.nextDouble() < config.openingShare()
            ? 1 + random.nextInt(config.openingMoves())
            : 0;
    truncated = false;
    look(false);
    history.start(frame, 0);
  }

  /** The environment as it stands, to be looked at. */
  Environment environment() {
    return environment;
  }

  /** Moves done that were chosen, not drawn at random. */
  int chosenMoves() {
    return chosen;
  }

  /** Whether the next move is one of the random ones at the beginning. */
  boolean isOpening() {
    return moves < opening;
  }

  /** An action for the opening: the one before again with this probability, where it is legal. */
  int openingAction(double repeat, UniformRandomProvider random) {
    if (repeat > 0 && moves > 0 && random.nextDouble() < repeat && legal[actions[moves - 1]]) {
      return actions[moves - 1];
    }
    return anyLegalAction(random);
  }

  /** A legal action, each equally likely. */
  int anyLegalAction(UniformRandomProvider random) {
    int chosen = -1;
    int count = 0;
    for (int a = 0; a < legal.length; a++) {
      if (legal[a] && random.nextInt(++count) == 0) {
        chosen = a;
      }
    }
    return chosen;
  }

  private Step step(int action) {
    Step step = environment.step(Action.of(action));
    if (moves == actions.length) {
      actions = Arrays.copyOf(actions, 2 * moves);
    }
    actions[moves++] = action;
    return step;
  }

  /** Reads frame and legal actions of the state now; {@code over}: the episode ended with it. */
  private void look(boolean over) {
    environment.observe(frame, 0);
    BrokenGameException.requireFinite(game, frame, moves, seed);
    boolean any = false;
    for (int a = 0; a < legal.length; a++) {
      legal[a] = environment.isLegal(a);
      any |= legal[a];
    }
    if (!any) {
      if (!over) {
        throw BrokenGameException.noLegalAction(game, environment, moves, seed);
      }
      // Only past a cut, where a game need not say what would be legal; a search needs something.
      Arrays.fill(legal, true);
    }
  }

  /** Writes the network's input and the legal actions of the state now. */
  void write(float[] observations, int at, boolean[] legalActions, int legalAt) {
    history.write(observations, at);
    System.arraycopy(legal, 0, legalActions, legalAt, legal.length);
  }

  /** Whether the search of this state is only for its value. */
  boolean isTruncated() {
    return truncated;
  }

  /** Ends a cut episode with the value its last state was searched to have. */
  void bootstrap(float value) {
    recording.truncate(frame, 0, legal, 0, environment.playerToMove(), value);
  }

  /**
   * Plays and records a move.
   *
   * @param drawn whether it is random
   * @param explored whether it is random and another than the search's own choice
   * @param result the search of this state
   * @param rootValue the value to record of what it found
   * @param row its row there
   * @param trainingStep training step of the weights that searched
   * @return whether the game is over and a new one is to begin
   * @throws IllegalStateException when a player moves twice in a game that says turns alternate,
   *     which would be learned with the wrong sign
   */
  boolean play(
      int action,
      boolean drawn,
      boolean explored,
      SearchResult result,
      float rootValue,
      int row,
      long trainingStep) {
    int player = environment.playerToMove();
    Step step = step(action);
    chosen += drawn ? 0 : 1;
    BrokenGameException.requireFinite(game, step.reward(), moves, seed);
    if (alternating && !step.ended() && environment.playerToMove() == player) {
      throw new IllegalStateException(
          "the game's spec says that turns alternate, but player "
              + player
              + " moves twice in a row: make it with alternating = false");
    }
    // Frame and legal actions are still those of the state that was left.
    recording.append(
        frame,
        0,
        legal,
        0,
        player,
        result.policy,
        row * legal.length,
        rootValue,
        result.networkValue[row],
        action,
        explored,
        step.reward(),
        trainingStep);
    look(step.ended());
    if (step.terminated()) {
      recording.terminate(frame, 0);
      return true;
    }
    history.add(action, frame, 0);
    truncated = step.truncated();
    return false;
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(seed);
    out.writeInt(opening);
    out.writeBoolean(truncated);
    out.writeInt(chosen);
    out.writeInt(moves);
    for (int i = 0; i < moves; i++) {
      out.writeInt(actions[i]);
    }
    recording.save(out);
  }

  /**
   * Plays a saved game again.
   *
   * @param countsChosen whether the moves that were chosen were saved; otherwise all after the
   *     opening count as such
   * @throws IOException when the data is damaged or of another environment
   */
  void restore(DataInput in, boolean countsChosen) throws IOException {
    seed = in.readLong();
    opening = in.readInt();
    truncated = in.readBoolean();
    int savedChosen = countsChosen ? in.readInt() : 0;
    int count = in.readInt();
    chosen = countsChosen ? savedChosen : Math.max(0, count - opening);
    if (seed < 0 || count < 0 || opening < 0) {
      throw new IOException("a game in progress is damaged: it cannot have " + count + " moves");
    }
    if (chosen < 0 || chosen > count) {
      throw new IOException(
          "a game in progress is damaged: it cannot have chosen " + chosen + " of " + count);
    }
    try {
      environment.reset(seed);
      moves = 0;
      look(false);
      history.start(frame, 0);
      while (moves < count) {
        Step last = step(in.readInt());
        if (last.terminated() || last.truncated() != (truncated && moves == count)) {
          throw new IllegalStateException(
              "move " + moves + " of " + count + " ends it, or no longer does");
        }
        look(last.ended());
        history.add(actions[moves - 1], frame, 0);
      }
    } catch (IllegalArgumentException | IllegalStateException | BrokenGameException e) {
      throw new IOException(
          "a game in progress cannot be played again by these rules: " + e.getMessage(), e);
    }
    recording.restore(in);
  }
}
