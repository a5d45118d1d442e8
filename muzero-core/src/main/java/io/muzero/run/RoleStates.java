package io.muzero.run;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint keeps of those who play and search again: the file {@code state.bin}.
 *
 * @param turn whose turn it is in a deterministic run
 * @param players state of each player; empty of one who could not say it
 * @param reanalyser state of the reanalyser; empty when there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RoleStates(int turn, List<byte[]> players, byte[] reanalyser) {
  /** Of a run that begins. */
  static final RoleStates NONE = new RoleStates(0, List.of(), new byte[0]);

  private static final int FORMAT = 1;

  /** Longest state believed when reading, in bytes: 1 GiB, beyond any games in progress. */
  private static final int LONGEST = 1 << 30;

  /** Copies the list. */
  RoleStates {
    players = List.copyOf(players);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(turn);
    out.writeInt(players.size());
    for (byte[] player : players) {
      write(player, out);
    }
    write(reanalyser, out);
  }

  private static void write(byte[] state, DataOutput out) throws IOException {
    out.writeInt(state.length);
    out.write(state);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when the data is damaged
   */
  static RoleStates read(DataInput in) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("a run's state has format " + format + ", not " + FORMAT);
    }
    int turn = in.readInt();
    int count = in.readInt();
    List<byte[]> players = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      players.add(readOne(in));
    }
    return new RoleStates(turn, players, readOne(in));
  }

  private static byte[] readOne(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a run's state is damaged: a part cannot have " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
