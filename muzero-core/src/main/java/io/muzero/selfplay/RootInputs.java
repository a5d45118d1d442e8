package io.muzero.selfplay;

import io.muzero.model.MuZeroModel;
import io.muzero.model.PictureInputs;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.Pictures;
import io.muzero.replay.Trajectory;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchResult;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * What a search takes of the positions of a batch: their network inputs, as bytes where the game
 * shows pictures and the model takes them, otherwise as floats, and their legal actions. Allocated
 * once; used by one thread.
 */
final class RootInputs {
  private final ObservationStacker stacker;
  private final float[] observations;
  private final boolean[] legal;

  /** In place of the observations; null where those are used. */
  private final @Nullable Pictures pictures;

  /**
   * Room for inputs.
   *
   * @param stacker composes them
   * @param model the one that they are for
   * @param rows most positions
   */
  RootInputs(ObservationStacker stacker, MuZeroModel model, int rows) {
    this.stacker = stacker;
    boolean bytes = stacker.showsPictures() && model.takesPictures();
    pictures = bytes ? stacker.newPictures(rows) : null;
    observations = new float[bytes ? 0 : Math.multiplyExact(rows, stacker.inputSize())];
    legal = new boolean[Math.multiplyExact(rows, stacker.actionCount())];
  }

  /** Writes a row: what a history shows, and the legal actions. */
  void put(int row, ObservationHistory history, boolean[] legalActions) {
    if (pictures == null) {
      history.write(observations, row * stacker.inputSize());
    } else {
      history.write(pictures, row);
    }
    System.arraycopy(legalActions, 0, legal, row * legalActions.length, legalActions.length);
  }

  /** Writes a row: a recorded position, and its legal actions. */
  void put(int row, Trajectory trajectory, int position) {
    if (pictures == null) {
      stacker.write(trajectory, position, observations, row * stacker.inputSize());
    } else {
      stacker.write(trajectory, position, pictures, row);
    }
    trajectory.writeLegal(position, legal, row * stacker.actionCount());
  }

  /** Searches the first rows. */
  SearchResult search(BatchedSearch search, int count, UniformRandomProvider noise) {
    return pictures == null
        ? search.search(observations, legal, count, noise)
        : search.search(
            new PictureInputs(pictures.frames(), pictures.actions()), legal, count, noise);
  }
}
