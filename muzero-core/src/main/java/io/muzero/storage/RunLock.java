package io.muzero.storage;

import io.muzero.files.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Holds a run's folder as a run that trains does, so that nobody trains in it meanwhile: to find
 * out whether one does, or to remove it. The operating system lets go of it when this process ends.
 */
public final class RunLock implements AutoCloseable {
  private final HeldLock lock;

  private RunLock(HeldLock lock) {
    this.lock = lock;
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
      return HeldLock.take(run.resolve(RunFolder.LOCK)).map(RunLock::new);
    } catch (IOException e) {
      throw new CheckpointException(
          "the run's folder " + run + " cannot be written: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Whether a run is training in a folder, in this process or another; one that was never trained
   * in has no lock at all. Writes nothing.
   *
   * @throws CheckpointException when the lock cannot be tried
   */
  public static boolean isHeld(Path run) {
    Path file = run.resolve(RunFolder.LOCK);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(file)) {
      return false;
    }
    try {
      return HeldLock.isHeld(file);
    } catch (NoSuchFileException e) {
      return false; // the run is being removed
    } catch (IOException e) {
      throw new CheckpointException(
          "the lock of the run " + run + " cannot be tried: " + FileFailure.reason(e), e);
    }
  }

  /** Lets go. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new CheckpointException(
          "the lock of a run cannot be given back: " + FileFailure.reason(e), e);
    }
  }
}
