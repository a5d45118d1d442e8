package io.muzero.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The columns of a recorded step, in the order of the files. Each is declared here and nowhere
 * else: {@link StepColumns}, of which recordings and trajectories are made, holds, copies,
 * compares, writes and reads whatever is declared.
 *
 * <p>A new column is one constant, last but for {@link #TRAINING_STEPS}; it names the formats that
 * have it ({@link RecordingFormat}), and {@link #standIn} says what files without it are given.
 */
enum Column {
  /** Frames of a game whose observations are kept as floats [F, O]. */
  FRAMES(ElementType.FLOATS, Rows.FRAMES, StepLayout::floatsOfFrame, f -> !f.frames().isByte()),

  /** Frames of a game whose observations are kept as bytes [F, O]. */
  BYTE_FRAMES(ElementType.BYTES, Rows.FRAMES, StepLayout::bytesOfFrame, f -> f.frames().isByte()),

  /** Action of each step [T]. */
  ACTIONS(ElementType.INTS, Rows.STEPS, layout -> 1),

  /** Reward of each step in the view of the player who made it [T]. */
  REWARDS(ElementType.FLOATS, Rows.STEPS, layout -> 1),

  /** Policy targets [T, A], 0 where illegal. */
  POLICIES(ElementType.FLOATS, Rows.STEPS, StepLayout::actionCount),

  /** 1 for each step whose action was drawn at random and is not the search's own choice [T]. */
  EXPLORED(ElementType.BYTES, Rows.STEPS, layout -> 1),

  /** Player to move at each searched position [V]. */
  TO_PLAY(ElementType.BYTES, Rows.SEARCHED, layout -> 1),

  /** Search value of each searched position in the view of the player to move [V]. */
  ROOT_VALUES(ElementType.FLOATS, Rows.SEARCHED, layout -> 1),

  /** What the network alone said of each step's position, in the view of its player to move [T]. */
  NETWORK_VALUES(ElementType.FLOATS, Rows.STEPS, layout -> 1, RecordingFormat::networkValues),

  /** Legal actions of each searched position, 64 a number [V, ⌈A/64⌉]. */
  LEGAL(ElementType.LONGS, Rows.SEARCHED, StepLayout::legalWords),

  /**
   * Training step of the weights that searched each step's position, while the game goes on [T].
   */
  TRAINING_STEPS(ElementType.LONGS, Rows.RECORDING, layout -> 1);

  /** Those that a trajectory has. */
  static final List<Column> OF_TRAJECTORIES =
      Arrays.stream(values()).filter(column -> column.rows != Rows.RECORDING).toList();

  /** Those that a recording has. */
  static final List<Column> OF_RECORDINGS = List.of(values());

  /** Which positions of T recorded steps have a row. */
  enum Rows {
    /** Those with a frame: T + 1 when the episode ended, otherwise T. */
    FRAMES,
    /** Those that were searched: T + 1 when it was truncated, otherwise T. */
    SEARCHED,
    /** Those a step was made from: T. */
    STEPS,
    /** The same, but only until a trajectory is made of them. */
    RECORDING
  }

  private final ElementType type;
  private final Rows rows;
  private final ToIntFunction<StepLayout> width;
  private final Predicate<RecordingFormat> isIn;

  Column(ElementType type, Rows rows, ToIntFunction<StepLayout> width) {
    this(type, rows, width, format -> true);
  }

  Column(
      ElementType type,
      Rows rows,
      ToIntFunction<StepLayout> width,
      Predicate<RecordingFormat> isIn) {
    this.type = type;
    this.rows = rows;
    this.width = width;
    this.isIn = isIn;
  }

  /** What its elements are. */
  ElementType type() {
    return type;
  }

  /** Elements of a row. */
  int width(StepLayout layout) {
    return width.applyAsInt(layout);
  }

  /** Rows of T steps that stopped in a way. */
  int rows(int steps, Trajectory.End end) {
    return switch (rows) {
      case FRAMES -> end == Trajectory.End.NONE ? steps : steps + 1;
      case SEARCHED -> end == Trajectory.End.TRUNCATED ? steps + 1 : steps;
      case STEPS, RECORDING -> steps;
    };
  }

  /** Whether files of a format have it. */
  boolean isIn(RecordingFormat format) {
    return isIn.test(format);
  }

  /** The column whose first rows are taken where a file has none of this; empty: it stays empty. */
  Optional<Column> standIn() {
    return this == NETWORK_VALUES ? Optional.of(ROOT_VALUES) : Optional.empty();
  }
}
