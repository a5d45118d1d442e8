package io.muzero.replay;

import io.muzero.environment.ObservationFormat;
import java.io.DataInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Formats of recordings and trajectories in files; the number is their first byte. */
enum RecordingFormat {
  /** Of earlier versions: search values stand in for those of the network alone. */
  WITHOUT_NETWORK_VALUES(2, ObservationFormat.FLOATS, false),
  FLOAT_FRAMES(3, ObservationFormat.FLOATS, true),
  BYTE_FRAMES(4, ObservationFormat.BYTES, true),
  FLAG_FRAMES(5, ObservationFormat.FLAGS, true);

  private final int number;
  private final ObservationFormat frames;
  private final boolean networkValues;

  RecordingFormat(int number, ObservationFormat frames, boolean networkValues) {
    this.number = number;
    this.frames = frames;
    this.networkValues = networkValues;
  }

  /** The one that frames of this format are written in. */
  static RecordingFormat of(ObservationFormat frames) {
    return switch (frames) {
      case FLOATS -> FLOAT_FRAMES;
      case BYTES -> BYTE_FRAMES;
      case FLAGS -> FLAG_FRAMES;
    };
  }

  /**
   * Reads the number.
   *
   * @param what what begins with it, for the message
   * @throws IOException when it is no format's
   */
  static RecordingFormat read(String what, DataInput in) throws IOException {
    int number = in.readByte();
    for (RecordingFormat format : values()) {
      if (format.number == number) {
        return format;
      }
    }
    String known =
        Arrays.stream(values())
            .map(f -> Integer.toString(f.number))
            .collect(Collectors.joining(", "));
    throw new IOException(what + " has format " + number + ", this version reads " + known);
  }

  /** What a file begins with. */
  int number() {
    return number;
  }

  /** Which numbers a frame consists of. */
  ObservationFormat frames() {
    return frames;
  }

  /** Whether what the network alone said is among the columns. */
  boolean networkValues() {
    return networkValues;
  }
}
