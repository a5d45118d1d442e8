package io.muzero.replay;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.settings.Check;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Pictures moved by a few cells: each is padded on all sides with its border's numbers and cropped
 * to its size at a random place (DrQ, arXiv:2004.13649, section 3; EfficientZero, arXiv:2111.00210,
 * Appendix A, both with 4 cells). All frames of an input move alike.
 *
 * <p>Immutable and thread-safe.
 */
final class RandomShift {
  private final int height;
  private final int width;
  private final int most;

  /**
   * Shifts for a game's frames.
   *
   * @param most cells that a picture is moved by at most in each direction; 0: never
   * @throws io.muzero.settings.InvalidSettingException when the game's actions lie on its frames:
   *     they would no longer be where they are seen
   */
  RandomShift(EnvironmentSpec spec, int most) {
    boolean placeless =
        spec.actions() instanceof ActionSpace.Discrete discrete
            && discrete.layout() == ActionSpace.Layout.NONE;
    Check.that(
        most == 0 || placeless,
        "replay.randomShift",
        "must be 0 in a game whose actions are cells or columns of what is seen",
        most);
    height = spec.height();
    width = spec.width();
    this.most = most;
  }

  /** Moves planes of floats, {@code count} from {@code target[offset]} on. */
  void move(float[] target, int offset, int count, UniformRandomProvider random) {
    if (most == 0) {
      return;
    }
    int[] from = cells(random);
    float[] plane = new float[from.length];
    for (int at = offset; at < offset + count * from.length; at += from.length) {
      System.arraycopy(target, at, plane, 0, from.length);
      for (int i = 0; i < from.length; i++) {
        target[at + i] = plane[from[i]];
      }
    }
  }

  /** Moves planes of bytes, {@code count} from {@code target[offset]} on. */
  void move(byte[] target, int offset, int count, UniformRandomProvider random) {
    if (most == 0) {
      return;
    }
    int[] from = cells(random);
    byte[] plane = new byte[from.length];
    for (int at = offset; at < offset + count * from.length; at += from.length) {
      System.arraycopy(target, at, plane, 0, from.length);
      for (int i = 0; i < from.length; i++) {
        target[at + i] = plane[from[i]];
      }
    }
  }

  /** The cell that each cell of a moved plane shows, in the order of the plane. */
  private int[] cells(UniformRandomProvider random) {
    int down = random.nextInt(2 * most + 1) - most;
    int right = random.nextInt(2 * most + 1) - most;
    int[] from = new int[height * width];
    for (int row = 0; row < height; row++) {
      int fromRow = Math.max(0, Math.min(height - 1, row + down));
      for (int column = 0; column < width; column++) {
        int fromColumn = Math.max(0, Math.min(width - 1, column + right));
        from[row * width + column] = fromRow * width + fromColumn;
      }
    }
    return from;
  }
}
