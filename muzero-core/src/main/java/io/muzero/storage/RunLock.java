package io.muzero.storage;

import io.muzero.files.FileFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Holds a run's folder as a run that trains does, so that nobody trains in it meanwhile: to find
 * out whether one does, or to remove it. The operating system lets go of it when this process ends.
 */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Holds a run's folder unless another does.
   *
   * @param run an existing run's folder
   * @return empty when a run is training in it
   * @throws CheckpointException when the folder cannot be written
   */
  public static Optional<RunLock> tryHold(Path run) {
    try {
      FileChannel channel =
          FileChannel.open(
              run.resolve(RunFolder.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean held = false;
      try {
        held = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        // held by this very process
      } finally {
        if (!held) {
          channel.close();
        }
      }
      return held ? Optional.of(new RunLock(channel)) : Optional.empty();
    } catch (IOException e) {
      throw new CheckpointException(
          "the run's folder " + run + " cannot be written: " + FileFailure.reason(e), e);
    }
  }

  /** Whether a run is training in a folder; one that was never trained in has no lock at all. */
  public static boolean isHeld(Path run) {
    Path file = run.resolve(RunFolder.LOCK);
    if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
      return false;
    }
    Optional<RunLock> lock = tryHold(run);
    lock.ifPresent(RunLock::close);
    return lock.isEmpty();
  }

  /** Lets go. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CheckpointException(
          "the lock of a run cannot be given back: " + FileFailure.reason(e), e);
    }
  }
}
