package io.muzero.replay;

import io.muzero.environment.ObservationFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.List;

/**
 * The arrays of recorded steps, one for each {@link Column}. What is to be done with all of them is
 * done here, driven by their declarations.
 *
 * <p>A recording's have room to grow and are changed by their builder; a trajectory's have just the
 * rows they need and are never changed. Used by one thread while they change.
 */
final class StepColumns {
  private final StepLayout layout;

  /** The columns that have rows here, in the order of the files. */
  private final List<Column> columns;

  /** The array of each column by its ordinal; empty where it has no rows. */
  private final Object[] arrays = new Object[Column.values().length];

  private StepColumns(StepLayout layout, List<Column> columns) {
    this.layout = layout;
    this.columns = columns;
    for (Column column : Column.values()) {
      arrays[column.ordinal()] = column.type().make(0);
    }
  }

  /** Columns of a recording with room for so many positions. */
  static StepColumns forRecording(StepLayout layout, int capacity) {
    StepColumns made = new StepColumns(layout, Column.OF_RECORDINGS);
    for (Column column : made.columns) {
      made.put(column, column.type().make(Math.multiplyExact(capacity, column.width(layout))));
    }
    return made;
  }

  /** What the game fixes of them. */
  StepLayout layout() {
    return layout;
  }

  private void put(Column column, Object array) {
    arrays[column.ordinal()] = array;
  }

  private Object get(Column column) {
    return arrays[column.ordinal()];
  }

  /** The array of a column of floats, not a copy. */
  float[] floats(Column column) {
    return (float[]) get(column);
  }

  /** The array of a column of whole numbers, not a copy. */
  int[] ints(Column column) {
    return (int[]) get(column);
  }

  /** The array of a column of long whole numbers, not a copy. */
  long[] longs(Column column) {
    return (long[]) get(column);
  }

  /** The array of a column of bytes, not a copy. */
  byte[] bytes(Column column) {
    return (byte[]) get(column);
  }

  /** The frames, not a copy. */
  Frames frames() {
    return layout.format().isByte()
        ? new Frames.Bytes(bytes(Column.BYTE_FRAMES), layout.frameSize(), layout.format())
        : new Frames.Floats(floats(Column.FRAMES), layout.frameSize());
  }

  /** Whether both have the very same arrays of frames. */
  boolean sharesFrames(StepColumns other) {
    return get(Column.FRAMES) == other.get(Column.FRAMES)
        && get(Column.BYTE_FRAMES) == other.get(Column.BYTE_FRAMES);
  }

  /** These columns with another array in place of one; the others are shared. */
  StepColumns with(Column column, Object array) {
    StepColumns changed = new StepColumns(layout, columns);
    System.arraycopy(arrays, 0, changed.arrays, 0, arrays.length);
    changed.put(column, array);
    return changed;
  }

  /** Makes room for so many positions; what is recorded stays. */
  void grow(int recorded, int capacity) {
    for (Column column : columns) {
      int width = column.width(layout);
      int size = Math.multiplyExact(capacity, width);
      put(column, column.type().copy(get(column), recorded * width, size));
    }
  }

  /** Drops the first positions of those recorded: the others move to the front. */
  void drop(int first, int recorded) {
    for (Column column : columns) {
      int width = column.width(layout);
      Object array = get(column);
      System.arraycopy(array, first * width, array, 0, (recorded - first) * width);
    }
  }

  /** A trajectory's copy of the first {@code steps}, which stopped in a way. */
  StepColumns trajectory(int steps, Trajectory.End end) {
    StepColumns made = new StepColumns(layout, Column.OF_TRAJECTORIES);
    for (Column column : made.columns) {
      int size = column.rows(steps, end) * column.width(layout);
      made.put(column, column.type().copy(get(column), size, size));
    }
    return made;
  }

  /** These columns with so many frames kept in another format. */
  StepColumns withFrames(ObservationFormat format, int count) {
    StepLayout changed = new StepLayout(layout.frameSize(), format, layout.actionCount());
    StepColumns made = new StepColumns(changed, columns);
    for (Column column : columns) {
      boolean ofFrames = column == Column.FRAMES || column == Column.BYTE_FRAMES;
      made.put(
          column,
          ofFrames
              ? column.type().make(Math.multiplyExact(count, column.width(changed)))
              : get(column));
    }
    float[] frame = new float[layout.frameSize()];
    for (int i = 0; i < count; i++) {
      frames().write(i, frame, 0);
      made.frames().put(i, frame, 0);
    }
    return made;
  }

  /** Memory that the arrays take, in bytes. */
  long size() {
    long size = 0;
    for (Column column : columns) {
      size += (long) column.type().bytes() * Array.getLength(get(column));
    }
    return size;
  }

  /** Writes the rows of so many steps, to be read by {@link #readTrajectory} or {@link #read}. */
  void write(int steps, Trajectory.End end, DataOutput out) throws IOException {
    RecordingFormat format = RecordingFormat.of(layout.format());
    for (Column column : columns) {
      if (column.isIn(format)) {
        column.type().write(get(column), column.rows(steps, end) * column.width(layout), out);
      }
    }
  }

  /**
   * Reads a recording's columns.
   *
   * @param format of the file
   * @throws IOException when the data is damaged
   * @throws IllegalArgumentException when there are not the rows of so many steps of this layout
   */
  static StepColumns read(RecordingFormat format, StepLayout layout, int steps, DataInput in)
      throws IOException {
    StepColumns read = new StepColumns(layout, Column.OF_RECORDINGS);
    read.readArrays(format, steps, in);
    read.requireRows(steps, Trajectory.End.NONE);
    return read;
  }

  /**
   * Reads a trajectory's columns, whose layout follows from their lengths.
   *
   * @param format of the file
   * @throws IOException when the data is damaged
   * @throws IllegalArgumentException when the arrays do not fit together
   */
  static StepColumns readTrajectory(RecordingFormat format, Trajectory.End end, DataInput in)
      throws IOException {
    StepColumns raw =
        new StepColumns(new StepLayout(1, format.frames(), 1), Column.OF_TRAJECTORIES);
    raw.readArrays(format, Integer.MAX_VALUE, in);
    int steps = raw.ints(Column.ACTIONS).length;
    if (steps == 0) {
      throw new IllegalArgumentException("a trajectory must have a step, has none");
    }
    Column frames = format.frames().isByte() ? Column.BYTE_FRAMES : Column.FRAMES;
    int frameSize = Array.getLength(raw.get(frames)) / frames.rows(steps, end);
    int actionCount = raw.floats(Column.POLICIES).length / steps;
    StepColumns read =
        new StepColumns(
            new StepLayout(frameSize, format.frames(), actionCount), Column.OF_TRAJECTORIES);
    System.arraycopy(raw.arrays, 0, read.arrays, 0, raw.arrays.length);
    read.requireRows(steps, end);
    return read;
  }

  /** Reads each array; {@code most}: steps at most, where they are known. */
  private void readArrays(RecordingFormat format, int most, DataInput in) throws IOException {
    for (Column column : columns) {
      if (column.isIn(format)) {
        put(column, column.type().read(in));
      }
    }
    int steps = Math.min(most, ints(Column.ACTIONS).length);
    for (Column column : columns) {
      if (!column.isIn(format) && column.standIn().isPresent()) {
        Object other = get(column.standIn().get());
        int available = Math.min(steps, Array.getLength(other));
        put(column, column.type().copy(other, available, steps));
      }
    }
  }

  /**
   * Requires the rows of so many steps that stopped in a way.
   *
   * @throws IllegalArgumentException when a column has another number
   */
  void requireRows(int steps, Trajectory.End end) {
    for (Column column : columns) {
      long size = (long) column.rows(steps, end) * column.width(layout);
      if (Array.getLength(get(column)) != size) {
        throw new IllegalArgumentException(
            "the arrays of a trajectory of " + steps + " steps do not fit together");
      }
    }
  }

  /** Whether all columns have the same elements. */
  boolean sameAs(StepColumns other) {
    return layout.equals(other.layout)
        && columns.stream().allMatch(c -> c.type().equal(get(c), other.get(c)));
  }
}
