package io.muzero.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the operating system on a file, held by this process until it is closed.
 *
 * <p>All locks on runs are taken here, because a process loses every lock that it has on a file
 * when it closes any channel of that file (POSIX, fcntl): a file that is locked here must not even
 * be opened to find that out. Thread-safe.
 */
final class HeldLock implements AutoCloseable {
  /** The files that this process has locked; guards all openings and closings too. */
  private static final Set<Object> HELD = new HashSet<>();

  private final FileLock lock;
  private final Object key;

  private HeldLock(FileLock lock, Object key) {
    this.lock = lock;
    this.key = key;
  }

  /**
   * Locks a file, which is made when it is missing, unless it is locked.
   *
   * @return empty when it is locked, by this process or another
   */
  static Optional<HeldLock> take(Path file) throws IOException {
    synchronized (HELD) {
      if (isOurs(file)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<HeldLock> held = Optional.empty();
      try {
        FileLock lock = lock(channel, false);
        if (lock != null) {
          held = Optional.of(new HeldLock(lock, key(file)));
          HELD.add(held.get().key);
        }
        return held;
      } finally {
        if (held.isEmpty()) {
          channel.close();
        }
      }
    }
  }

  /** Whether this process has locked a file. */
  static boolean isOurs(Path file) throws IOException {
    synchronized (HELD) {
      try {
        return HELD.contains(key(file));
      } catch (NoSuchFileException e) {
        return false;
      }
    }
  }

  /**
   * Whether a file is locked, by this process or another; nothing is written, and a symbolic link
   * is not followed.
   *
   * @throws NoSuchFileException when there is no such file
   */
  static boolean isHeld(Path file) throws IOException {
    synchronized (HELD) {
      if (isOurs(file)) {
        return true;
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        return lock(channel, true) == null;
      }
    }
  }

  /** Locks a channel's file unless another has; closing the channel gives it back. */
  private static @Nullable FileLock lock(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null; // this process holds it by another way
    }
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key;
  }

  /** Gives it back. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      HELD.remove(key);
      lock.acquiredBy().close();
    }
  }
}
