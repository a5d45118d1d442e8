package io.muzero.replay;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Symmetry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Composes network inputs from frames: the same for self-play and for sampling.
 *
 * <p>With one frame, the input is the observation. With k &gt; 1 it has k·C + k planes of H×W: the
 * newest k observations, the newest first, then one plane for the action that led to each (MuZero,
 * arXiv:1911.08265, Appendix E). What lies before the episode's start is 0. An action plane has 1
 * at the action's cell or column where the actions lie on the board (1 everywhere for a pass), and
 * (a + 1) / A everywhere otherwise; the paper has a / A, which cannot tell the first action from
 * none.
 *
 * <p>Each frame is as the player to move saw it at that time. Immutable and thread-safe.
 */
public final class ObservationStacker {
  private final int stackedFrames;
  private final int frameSize;
  private final int cells;
  private final int width;
  private final int actionCount;
  private final ActionSpace.Layout layout;
  private final int transformations;

  /** Where each number of a frame goes under each transformation [transformations][frameSize]. */
  private final int[][] observationIndex;

  /** What each action becomes under each transformation [transformations][A]. */
  private final int[][] actionIndex;

  /**
   * A stacker.
   *
   * @param spec the environment, with discrete actions
   * @param stackedFrames frames k in an input, at least 1
   */
  public ObservationStacker(EnvironmentSpec spec, int stackedFrames) {
    if (stackedFrames < 1) {
      throw new IllegalArgumentException("stackedFrames must be at least 1, was " + stackedFrames);
    }
    this.stackedFrames = stackedFrames;
    frameSize = spec.observationSize();
    cells = spec.height() * spec.width();
    width = spec.width();
    actionCount = spec.actionCount();
    layout =
        spec.actions() instanceof ActionSpace.Discrete discrete
            ? discrete.layout()
            : ActionSpace.Layout.NONE;
    Symmetry symmetry = spec.symmetry();
    transformations = symmetry.count();
    observationIndex = new int[transformations][frameSize];
    actionIndex = new int[transformations][actionCount];
    for (int t = 0; t < transformations; t++) {
      int transformation = t;
      Arrays.setAll(observationIndex[t], i -> symmetry.observationIndex(transformation, i));
      Arrays.setAll(actionIndex[t], a -> symmetry.action(transformation, a));
    }
  }

  /** Frames k in an input. */
  public int stackedFrames() {
    return stackedFrames;
  }

  /** Numbers in one frame, C·H·W. */
  public int frameSize() {
    return frameSize;
  }

  /** Planes in an input. */
  public int inputChannels() {
    return inputSize() / cells;
  }

  /** Numbers in an input: what the network takes. */
  public int inputSize() {
    return stackedFrames == 1 ? frameSize : stackedFrames * (frameSize + cells);
  }

  /** Number of actions A. */
  public int actionCount() {
    return actionCount;
  }

  /** Symmetries of the game, the identity included. */
  public int transformations() {
    return transformations;
  }

  /** Positions before one whose frames and actions its input shows. */
  int context() {
    return stackedFrames == 1 ? 0 : stackedFrames;
  }

  /** A history for playing, empty until {@link ObservationHistory#start}. */
  public ObservationHistory newHistory() {
    return new ObservationHistory(this);
  }

  /**
   * Writes the input of a recorded position.
   *
   * @param position index of a frame of the trajectory
   * @param target receives {@link #inputSize()} numbers
   * @param offset index of the first
   */
  public void write(Trajectory trajectory, int position, float[] target, int offset) {
    write(trajectory, position, 0, target, offset);
  }

  /** Writes the transformed input of a recorded position. */
  void write(Trajectory trajectory, int position, int transformation, float[] target, int offset) {
    for (int j = 0; j < stackedFrames; j++) {
      int at = position - j;
      writeFrame(
          at >= 0 ? trajectory.frames : null, at * frameSize, j, transformation, target, offset);
      if (stackedFrames > 1) {
        int action = at >= 1 ? trajectory.actions[at - 1] : -1;
        writeAction(action, j, transformation, target, offset);
      }
    }
  }

  /** Writes the j-th newest frame; a missing one, null, is 0. */
  public void writeFrame(
      float @Nullable [] frames,
      int frameOffset,
      int j,
      int transformation,
      float[] target,
      int offset) {
    int to = offset + j * frameSize;
    if (frames == null) {
      Arrays.fill(target, to, to + frameSize, 0f);
    } else if (transformation == 0) {
      System.arraycopy(frames, frameOffset, target, to, frameSize);
    } else {
      int[] index = observationIndex[transformation];
      for (int i = 0; i < frameSize; i++) {
        target[to + index[i]] = frames[frameOffset + i];
      }
    }
  }

  /** Writes the plane of the action that led to the j-th newest frame; −1 stands for none. */
  public void writeAction(int action, int j, int transformation, float[] target, int offset) {
    int from = offset + stackedFrames * frameSize + j * cells;
    int to = from + cells;
    if (action < 0) {
      Arrays.fill(target, from, to, 0f);
      return;
    }
    int transformed = actionIndex[transformation][action];
    switch (layout) {
      case NONE -> Arrays.fill(target, from, to, (transformed + 1f) / actionCount);
      case CELLS -> {
        boolean pass = transformed >= cells;
        Arrays.fill(target, from, to, pass ? 1f : 0f);
        if (!pass) {
          target[from + transformed] = 1f;
        }
      }
      case COLUMNS -> {
        Arrays.fill(target, from, to, 0f);
        for (int i = from + transformed; i < to; i += width) {
          target[i] = 1f;
        }
      }
    }
  }

  /** What each action becomes under a transformation [A], not to be changed. */
  public int[] transformedActions(int transformation) {
    return actionIndex[transformation];
  }
}
