package io.muzero.replay;

import io.muzero.environment.ObservationFormat;

/**
 * What a game fixes of a recorded step: how many numbers a row of each column has.
 *
 * @param frameSize numbers in a frame, C·H·W
 * @param format which numbers a frame consists of
 * @param actionCount number of actions A
 */
record StepLayout(int frameSize, ObservationFormat format, int actionCount) {
  /** Numbers of a row that holds a frame of floats: 0 where frames are bytes. */
  int floatsOfFrame() {
    return format.isByte() ? 0 : frameSize;
  }

  /** Numbers of a row that holds a frame of bytes: 0 where frames are floats. */
  int bytesOfFrame() {
    return format.isByte() ? frameSize : 0;
  }

  /** Numbers that hold a flag for each action. */
  int legalWords() {
    return (actionCount + Long.SIZE - 1) / Long.SIZE;
  }

  /** Bytes of a recorded position, where all columns have a row. */
  long positionBytes() {
    long bytes = 0;
    for (Column column : Column.OF_TRAJECTORIES) {
      bytes += (long) column.width(this) * column.type().bytes();
    }
    return bytes;
  }
}
