package io.muzero.gymnasium;

import java.util.Arrays;

/**
 * An episode as it can be played again: its seed and actions, and the state they led to. Not
 * thread-safe.
 */
final class EpisodeRecord {
  private long seed;
  private byte[] actions;
  private int length;
  private int steps;

  /** The state now, in bytes as {@link PythonSpaces} reads them. */
  private byte[] state = new byte[0];

  EpisodeRecord() {
    actions = new byte[64];
  }

  EpisodeRecord(EpisodeRecord other) {
    seed = other.seed;
    actions = Arrays.copyOf(other.actions, Math.max(64, other.length));
    length = other.length;
    steps = other.steps;
    state = other.state;
  }

  /** Begins anew; the state is set by {@link #arrive}. */
  void begin(long newSeed) {
    seed = newSeed;
    length = 0;
    steps = 0;
  }

  void add(byte[] action) {
    if (length + action.length > actions.length) {
      actions = Arrays.copyOf(actions, 2 * actions.length + action.length);
    }
    System.arraycopy(action, 0, actions, length, action.length);
    length += action.length;
    steps++;
  }

  void arrive(byte[] newState) {
    state = newState;
  }

  /** Not to be changed. */
  byte[] state() {
    return state;
  }

  /** Actions so far. */
  int steps() {
    return steps;
  }

  long seed() {
    return seed;
  }

  /** The payload of a request to play it again in a slot. */
  byte[] replay(int slot) {
    return PythonProcess.littleEndian(Integer.BYTES + Long.BYTES + length)
        .putInt(slot)
        .putLong(seed)
        .put(actions, 0, length)
        .array();
  }
}
