package io.muzero.launcher.runs;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A run on the disk.
 *
 * @param game folder above it: the game's name, with {@code _} for what no folder can be called
 * @param name its folder's name
 * @param folder its folder
 * @param state what becomes of it
 * @param progress how far it is
 * @param best its best evaluation
 * @param bytes size of its files
 * @param changed when its curves, or its folder, changed last
 */
public record RunEntry(
    String game,
    String name,
    Path folder,
    RunState state,
    Progress progress,
    Score best,
    long bytes,
    Instant changed) {
  /**
   * How far a run is.
   *
   * @param step training step of its newest row or checkpoint, 0 before the first
   * @param seconds seconds trained by then
   */
  public record Progress(long step, double seconds) {
    /** The farther of two. */
    Progress farther(Progress other) {
      boolean isFarther = other.step > step || (other.step == step && other.seconds > seconds);
      return isFarther ? other : this;
    }
  }

  /** For messages and commands. */
  public String id() {
    return game + "/" + name;
  }
}
