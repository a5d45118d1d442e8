package io.muzero.selfplay;

import io.muzero.environment.BrokenGameException;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.VectorEnvironment;
import io.muzero.environment.VectorState;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.RecordedStep;
import io.muzero.replay.TrajectoryBuilder;
import io.muzero.search.SearchResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * One game of a worker: what the network sees of it, how it came there, and its recording. The
 * worker steps the real environment and shows its state to the game.
 *
 * <p>It is saved as its seed and actions, from which the environment is played again, so no game
 * needs a format of its own. A checksum of rewards and state tells of an environment that does not
 * replay exactly.
 */
final class SelfPlayEpisode {
  private final PlayedGames games;
  private final int number;
  private final ObservationHistory history;
  private final TrajectoryBuilder recording;
  private final boolean alternating;

  // The state now; the environment overwrites its own while this one is still to be recorded.
  private final float[] frame;
  private final boolean[] legal;
  private int player;

  /** Of all rewards so far, in order. */
  private long rewardsChecksum;

  private long seed;
  private int[] actions = new int[16];

  /** Actions done, the opening's included. */
  private int moves;

  /** Those of them that were chosen, not random. */
  private int chosen;

  /** Random moves at the beginning. */
  private int opening;

  /** Whether the episode was cut: its last state still needs a value to bootstrap from. */
  private boolean truncated;

  /** The checksum it was saved with; null where it was saved without or not at all. */
  private @Nullable Long savedChecksum;

  /**
   * A game that has not begun.
   *
   * @param games of the worker
   * @param number which of them, from 0
   * @param recording hands out its trajectories
   */
  SelfPlayEpisode(PlayedGames games, int number, TrajectoryBuilder recording) {
    this.games = games;
    this.number = number;
    this.recording = recording;
    history = games.stacker().newHistory();
    frame = new float[games.stacker().frameSize()];
    legal = new boolean[games.stacker().actionCount()];
    EnvironmentSpec spec = games.environments().spec();
    alternating = spec.players() == 2 && spec.alternating();
  }

  /**
   * A move.
   *
   * @param action the action
   * @param atRandom whether it is random
   * @param explored whether it is random and another than the search's own choice
   */
  record Move(int action, boolean atRandom, boolean explored) {}

  /**
   * What the search found in all games.
   *
   * @param result the search
   * @param values the values to record of it [B]
   * @param trainingStep training step of the weights that searched
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Searched(SearchResult result, float[] values, long trainingStep) {}

  /**
   * What the environments are called with.
   *
   * @param seeds of new episodes by game [n], or {@link VectorEnvironment#NONE}
   * @param actions by game [n], or {@link VectorEnvironment#NONE}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Calls(long[] seeds, int[] actions) {
    Calls(int games) {
      this(new long[games], new int[games]);
    }
  }

  /** Draws a new game; its environment is to be reset with the seed that is returned. */
  long draw(SelfPlayConfig config, UniformRandomProvider random) {
    seed = random.nextLong(Long.MAX_VALUE);
    opening =
        config.openingShare() > 0 && random.nextDouble() < config.openingShare()
            ? 1 + random.nextInt(config.openingMoves())
            : 0;
    chosen = 0;
    truncated = false;
    return seed;
  }

  /** Begins with the state that its environment was reset to. */
  void begin() {
    moves = 0;
    rewardsChecksum = 0;
    look(false);
    history.start(frame, 0);
  }

  /** Moves done that were chosen, not random. */
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

  private void add(int action) {
    if (moves == actions.length) {
      actions = Arrays.copyOf(actions, 2 * moves);
    }
    actions[moves++] = action;
  }

  /** Takes over the state now; {@code over}: the episode ended with it. */
  private void look(boolean over) {
    VectorState state = games.environments().state();
    player = state.players[number];
    System.arraycopy(state.observations, state.observationAt(number), frame, 0, frame.length);
    BrokenGameException.requireFinite(games.watch().game(), frame, moves, seed);
    System.arraycopy(state.legal, state.legalAt(number), legal, 0, legal.length);
    boolean any = false;
    for (boolean one : legal) {
      any |= one;
    }
    if (!any) {
      if (!over) {
        throw BrokenGameException.noLegalAction(
            games.watch().game(), games.environments().text(number), moves, seed);
      }
      // Only past a cut, where a game need not say what would be legal; a search needs something.
      Arrays.fill(legal, true);
    }
  }

  /** Writes the network's input and the legal actions of the state now to this game's row. */
  void write(RootInputs inputs) {
    inputs.put(number, history, legal);
  }

  /** Whether the search of this state is only for its value. */
  boolean isTruncated() {
    return truncated;
  }

  /** Ends a cut episode with the value its last state was searched to have. */
  void bootstrap(float value) {
    recording.truncate(new RecordedStep.Seen(frame, legal, player), value);
  }

  /**
   * Records a move that its environment has made.
   *
   * @param move the move
   * @param searched what the search found in the state that was left, in this game's row
   * @return whether the game is over and a new one is to begin
   * @throws IllegalStateException when a player moves twice in a game that says turns alternate,
   *     which would be learned with the wrong sign
   */
  boolean moved(Move move, Searched searched) {
    VectorState state = games.environments().state();
    double reward = state.rewards[number];
    boolean ended = state.ended(number);
    add(move.action);
    check(reward);
    chosen += move.atRandom ? 0 : 1;
    BrokenGameException.requireFinite(games.watch().game(), reward, moves, seed);
    if (alternating && !ended && state.players[number] == player) {
      throw new IllegalStateException(
          "the game's spec says that turns alternate, but player "
              + player
              + " moves twice in a row: make it with alternating = false");
    }
    SearchResult result = searched.result;
    // Frame and legal actions are still those of the state that was left.
    recording.append(
        new RecordedStep(
            new RecordedStep.Seen(frame, legal, player),
            new RecordedStep.Found(
                result.policy,
                number * legal.length,
                searched.values[number],
                result.networkValue[number],
                searched.trainingStep),
            new RecordedStep.Done(move.action, move.explored, reward)));
    look(ended);
    if (state.terminated[number]) {
      recording.terminate(frame);
      return true;
    }
    history.add(move.action, frame, 0);
    truncated = state.truncated[number];
    return false;
  }

  private void check(double reward) {
    rewardsChecksum = 31 * rewardsChecksum + Double.doubleToLongBits(reward);
  }

  /** Of the rewards so far and of the state now. */
  private long checksum() {
    long state = 31L * Arrays.hashCode(frame) + Arrays.hashCode(legal);
    return 31 * (31 * rewardsChecksum + state) + player;
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
    out.writeLong(checksum());
    recording.save(out);
  }

  /** What a format of saved games has, the newest all of it. */
  enum Format {
    /** Games do not count the moves that were chosen. */
    UNCOUNTED,
    /** They count them, but nothing tells whether they replay exactly. */
    COUNTED,
    CHECKED
  }

  /**
   * Takes over a saved game, whose environment {@link #playAgain} then brings to where it was.
   *
   * @param format what was saved: where moves that were chosen were not counted, all after the
   *     opening count as such
   * @throws IOException when the data is damaged or of another environment
   */
  void read(DataInput in, Format format) throws IOException {
    seed = in.readLong();
    opening = in.readInt();
    truncated = in.readBoolean();
    boolean counted = format != Format.UNCOUNTED;
    int savedChosen = counted ? in.readInt() : 0;
    int count = in.readInt();
    chosen = counted ? savedChosen : Math.max(0, count - opening);
    if (seed < 0 || count < 0 || opening < 0) {
      throw new IOException("a game in progress is damaged: it cannot have " + count + " moves");
    }
    if (chosen < 0 || chosen > count) {
      throw new IOException(
          "a game in progress is damaged: it cannot have chosen " + chosen + " of " + count);
    }
    readActions(in, count);
    savedChecksum = format == Format.CHECKED ? in.readLong() : null;
    recording.restore(in);
  }

  private void readActions(DataInput in, int count) throws IOException {
    moves = 0;
    while (moves < count) {
      int action = in.readInt();
      if (action < 0 || action >= legal.length) {
        throw new IOException(
            "a game in progress is damaged or of another environment: action "
                + action
                + " is not one of 0 to "
                + (legal.length - 1));
      }
      add(action);
    }
  }

  /**
   * Plays the game again up to where it was saved; of one that was not, only the first state.
   *
   * @param calls for the calls of the environment; overwritten
   * @return whether it came out as it was saved; if not, the game is to begin anew, and what was
   *     recorded of it is forgotten
   */
  boolean playAgain(Calls calls) {
    boolean exact = playAgain(moves, calls);
    exact &= savedChecksum == null || checksum() == savedChecksum;
    if (!exact) {
      forget();
    }
    return exact;
  }

  /** Forgets what was recorded of the episode. */
  void forget() {
    recording.reset();
  }

  /** Plays the first actions again; whether that could be done and led to no other end. */
  private boolean playAgain(int count, Calls calls) {
    VectorEnvironment environments = games.environments();
    VectorState state = environments.state();
    try {
      calls.seeds[number] = seed;
      environments.reset(number, number + 1, calls.seeds);
      begin();
      while (moves < count) {
        calls.actions[number] = actions[moves];
        environments.step(number, number + 1, calls.actions);
        moves++;
        if (state.terminated[number] || state.truncated[number] != (truncated && moves == count)) {
          return false;
        }
        check(state.rewards[number]);
        look(state.ended(number));
        history.add(actions[moves - 1], frame, 0);
      }
      return true;
    } catch (IllegalArgumentException | BrokenGameException e) {
      return false; // an action that was legal no longer is, or is one that the game cannot take
    }
  }
}
