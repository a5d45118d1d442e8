package io.muzero.games.connect4;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the opening book of Connect Four, or continues one.
 *
 * <p>Usage, with the module's classes and test classes on the class path: {@code java -Xmx2g
 * io.muzero.games.connect4.OpeningBookWriter FILE STONES MINUTES}. It solves every position of
 * exactly STONES stones in which the player to move cannot win at once (mirror images count once;
 * 77,715 of 8 stones), then those of fewer, and keeps what took {@link #KEPT_NODES} nodes or more
 * to find out, with up to {@link #MOST_STONES} stones: the positions asked for and those met on the
 * way. Less is quicker searched than it is worth in the jar. After MINUTES of processor time it
 * writes what it has; started again with the same file, it goes on.
 *
 * <p>The packed book: STONES, time and size are in docs/games.md.
 */
final class OpeningBookWriter {
  static final int KEPT_NODES = 10_000;
  static final int MOST_STONES = 12;

  private static final int TABLE_BITS = 26;
  private static final long SAVE_SECONDS = 60;

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final TreeMap<Long, Byte> values = new TreeMap<>();
  private final Path file;
  private final long deadline;

  private OpeningBookWriter(Path file, double minutes) throws IOException {
    this.file = file;
    this.deadline = clock.getCurrentThreadCpuTime() + (long) (minutes * 60e9);
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        OpeningBook old = OpeningBook.read(in);
        for (int i = 0; i < old.size(); i++) {
          values.put(old.key(i), old.boundsAt(i));
        }
      }
    }
  }

  public static void main(String[] args) throws IOException {
    OpeningBookWriter writer = new OpeningBookWriter(Path.of(args[0]), Double.parseDouble(args[2]));
    for (int stones = Integer.parseInt(args[1]); stones >= 0; stones--) {
      if (!writer.solveAll(stones)) {
        break;
      }
    }
    writer.save();
  }

  private void keep(long key, int stones, int lower, int upper, long nodes) {
    if (nodes < KEPT_NODES || stones > MOST_STONES || lower < 0 && upper > 0) {
      return;
    }
    byte old = values.getOrDefault(key, OpeningBook.bounds(-1, 1));
    int low = Math.max(Integer.signum(lower), OpeningBook.lower(old));
    int high = Math.min(Integer.signum(upper), OpeningBook.upper(old));
    if (low > high) {
      throw new IllegalStateException("bounds of position " + key + " contradict each other");
    }
    values.put(key, OpeningBook.bounds(low, high));
  }

  /** Solves the positions of one number of stones; false when time ran out. */
  private boolean solveAll(int stones) throws IOException {
    AlphaBeta search = new AlphaBeta(new TranspositionTable(TABLE_BITS), book(), this::keep);
    List<long[]> positions = new ArrayList<>();
    collect(0, 0, 0, stones, new HashSet<>(), positions);
    long start = clock.getCurrentThreadCpuTime();
    long saved = start;
    for (int i = 0; i < positions.size(); i++) {
      long now = clock.getCurrentThreadCpuTime();
      if (now > deadline) {
        return false;
      }
      if (now - saved > SAVE_SECONDS * 1_000_000_000L) {
        saved = now;
        save();
        System.out.printf(
            "%d stones: %d of %d positions, %d kept, %.0f s, %.1f M nodes%n",
            stones, i, positions.size(), values.size(), (now - start) / 1e9, search.nodes() / 1e6);
      }
      search.value(positions.get(i)[0], positions.get(i)[1]);
    }
    System.out.printf(
        "%d stones: all %d positions, %d kept, %.0f s, %.1f M nodes%n",
        stones,
        positions.size(),
        values.size(),
        (clock.getCurrentThreadCpuTime() - start) / 1e9,
        search.nodes() / 1e6);
    return true;
  }

  private static void collect(
      long own, long mask, int stones, int wanted, Set<Long> seen, List<long[]> positions) {
    if (Bitboard.hasFour(own ^ mask) || !seen.add(Bitboard.key(own, mask))) {
      return;
    }
    if (stones == wanted) {
      if ((Bitboard.winningCells(own, mask) & Bitboard.playable(mask)) == 0) {
        positions.add(new long[] {own, mask});
      }
      return;
    }
    for (int column : new int[] {3, 2, 4, 1, 5, 0, 6}) {
      long move = Bitboard.playable(mask) & Bitboard.column(column);
      if (move != 0) {
        collect(own ^ mask, mask | move, stones + 1, wanted, seen, positions);
      }
    }
  }

  private OpeningBook book() throws IOException {
    save();
    try (InputStream in = Files.newInputStream(file)) {
      return OpeningBook.read(in);
    }
  }

  private void save() throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(part)) {
      OpeningBook.write(values, out);
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
