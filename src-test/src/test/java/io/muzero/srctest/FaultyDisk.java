package io.muzero.srctest;

import io.muzero.files.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A disk on which the program dies at a call of the test's choice: nothing works after it, as if
 * the process were gone. A call that writes has then written half.
 *
 * <p>Thread-safe.
 */
final class FaultyDisk implements Disk {
  /** How it dies. */
  enum Death {
    /** The process ends; what it handed to the operating system stays. */
    KILL,
    /**
     * The machine ends: of files that were not synced half is left, and the last renames in a
     * folder that was not synced have not happened.
     */
    POWER_CUT,
    /**
     * The machine ends: of files that were not synced half is left, but all renames have happened.
     */
    POWER_CUT_AFTER_RENAMES
  }

  /** Thrown by the deadly call and all after it; an error, so that nothing is cleaned up. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(long call) {
      super("killed at call " + call);
    }
  }

  private final Death death;
  private final long deadly;
  private final Map<Path, Boolean> unsynced = new TreeMap<>();
  private final List<Rename> pending = new ArrayList<>();
  private long calls;
  private boolean dead;

  /** {@code over}: a copy of the file that was renamed over, or null. */
  private record Rename(Path from, Path to, Path over) {}

  /**
   * A disk.
   *
   * @param deadly number of the deadly call, from 1; 0: none
   */
  FaultyDisk(Death death, long deadly) {
    this.death = death;
    this.deadly = deadly;
  }

  /** Calls so far. */
  synchronized long calls() {
    return calls;
  }

  /** Counts a call; returns whether it is the deadly one. */
  private boolean dies() {
    if (dead) {
      throw new Killed(calls);
    }
    return ++calls == deadly;
  }

  private Killed die() {
    dead = true;
    if (death != Death.KILL) {
      try {
        cutPower();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Killed(calls);
  }

  private void cutPower() throws IOException {
    for (Path file : unsynced.keySet()) {
      if (Files.isRegularFile(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 2);
        }
      }
    }
    if (death == Death.POWER_CUT_AFTER_RENAMES) {
      return;
    }
    for (int i = pending.size() - 1; i >= 0; i--) {
      Rename rename = pending.get(i);
      Files.move(rename.to, rename.from, StandardCopyOption.ATOMIC_MOVE);
      if (rename.over != null) {
        Files.move(rename.over, rename.to, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private synchronized void call() {
    if (dies()) {
      throw die();
    }
  }

  @Override
  public synchronized NewFile create(Path file) throws IOException {
    call();
    NewFile real = Disk.REAL.create(file);
    unsynced.put(file, true);
    return new NewFile() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (FaultyDisk.this) {
          boolean deadlyCall = dies();
          real.write(bytes, offset, deadlyCall ? length / 2 : length);
          if (deadlyCall) {
            throw die();
          }
        }
      }

      @Override
      public void force() throws IOException {
        synchronized (FaultyDisk.this) {
          call();
          real.force();
          unsynced.remove(file);
        }
      }

      @Override
      public void close() throws IOException {
        real.close(); // the end of the process does that too
      }
    };
  }

  @Override
  public synchronized void createFolder(Path folder) throws IOException {
    call();
    Disk.REAL.createFolder(folder);
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    call();
    Path over = null;
    if (Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
      over =
          Files.copy(to, Files.createTempFile("over", null), StandardCopyOption.REPLACE_EXISTING);
    } else if (Files.isSymbolicLink(to)) {
      over = Files.createTempDirectory("over").resolve("link");
      Files.createSymbolicLink(over, Files.readSymbolicLink(to));
    }
    Disk.REAL.move(from, to);
    pending.add(new Rename(from, to, over));
    Map<Path, Boolean> moved = new TreeMap<>();
    unsynced
        .keySet()
        .forEach(
            file ->
                moved.put(file.startsWith(from) ? to.resolve(from.relativize(file)) : file, true));
    unsynced.clear();
    unsynced.putAll(moved);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    call();
    Disk.REAL.delete(path);
    // What came before it is on the medium before it.
    pending.clear();
  }

  @Override
  public synchronized void syncFolder(Path folder) throws IOException {
    call();
    Disk.REAL.syncFolder(folder);
    pending.clear();
  }
}
