package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.RootStates;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import java.util.Arrays;
import java.util.List;

/**
 * A network with a search that decides as well as it can: no noise, no temperature, so the same
 * weights always decide alike.
 *
 * <p>Decides for many positions at once, in batches. Belongs to its model's thread.
 */
public final class Agent implements Decider {
  private final MuZeroModel model;
  private final ObservationStacker stacker;

  /** Symmetric images in which a position is searched. */
  private final int images;

  /** Most positions of one search. */
  private final int maxSearched;

  private final int maxBatch;
  private final BatchedSearch search;
  private final HiddenStates states;
  private final ModelOutput output;
  private final float[] observations;
  private final boolean[] legal;
  private final int[] rows;

  /**
   * An agent.
   *
   * @param model outlives it
   * @param searchConfig how it searches
   * @param symmetries whether it searches a position in all its symmetric images ({@link
   *     SearchResult#mergeImages})
   * @param stacker composes inputs
   * @param most positions, or images of them, in one batch, at least 1
   */
  public Agent(
      MuZeroModel model,
      SearchConfig searchConfig,
      boolean symmetries,
      ObservationStacker stacker,
      int most) {
    this.model = model;
    this.stacker = stacker;
    images = symmetries ? stacker.transformations() : 1;
    maxSearched = Math.max(1, most / images);
    maxBatch = Math.max(most, images);
    search = new BatchedSearch(model, searchConfig, maxBatch);
    states = model.newHiddenStates(maxBatch);
    output = new ModelOutput(maxBatch, model.actionCount());
    observations = new float[Math.multiplyExact(maxBatch, stacker.inputSize())];
    legal = new boolean[Math.multiplyExact(maxBatch, model.actionCount())];
    rows = new int[maxBatch];
    for (int i = 0; i < maxBatch; i++) {
      rows[i] = i;
    }
  }

  @Override
  public int[] search(List<Position> positions) {
    int[] actions = new int[positions.size()];
    for (int from = 0; from < actions.length; from += maxSearched) {
      int count = Math.min(maxSearched, actions.length - from);
      SearchResult result = search(positions, from, count);
      System.arraycopy(result.action, 0, actions, from, count);
    }
    return actions;
  }

  /**
   * What the search finds in a position that has not ended.
   *
   * @return in row 0; valid until the agent decides again
   */
  public SearchResult think(Position position) {
    return search(List.of(position), 0, 1);
  }

  private SearchResult search(List<Position> positions, int from, int count) {
    write(positions, from, count, images);
    search.setRootStates(
        new RootStates() {
          @Override
          public Environment environment(int root) {
            return positions.get(from + root / images).environment();
          }

          @Override
          public int transformation(int root) {
            return root % images;
          }
        });
    SearchResult result = search.search(observations, legal, count * images, null);
    if (images > 1) {
      int[][] actions = new int[images][];
      Arrays.setAll(actions, stacker::transformedActions);
      result.mergeImages(actions);
    }
    return result;
  }

  @Override
  public int[] policy(List<Position> positions) {
    int[] actions = new int[positions.size()];
    int actionCount = model.actionCount();
    for (int from = 0; from < actions.length; from += maxBatch) {
      int count = Math.min(maxBatch, actions.length - from);
      write(positions, from, count, 1);
      model.initialInference(observations, count, states, rows, output);
      for (int i = 0; i < count; i++) {
        int best = -1;
        for (int a = 0; a < actionCount; a++) {
          int at = i * actionCount + a;
          if (legal[at]
              && (best < 0
                  || output.policyLogits[at] > output.policyLogits[i * actionCount + best])) {
            best = a;
          }
        }
        actions[from + i] = best;
      }
    }
    return actions;
  }

  /** Writes the first {@code images} images of each position. */
  private void write(List<Position> positions, int from, int count, int images) {
    int actionCount = model.actionCount();
    for (int row = 0; row < count * images; row++) {
      Position position = positions.get(from + row / images);
      int transformation = row % images;
      position.writeInput(observations, row * model.observationSize(), transformation);
      int[] actions = stacker.transformedActions(transformation);
      Environment environment = position.environment();
      for (int a = 0; a < actionCount; a++) {
        legal[row * actionCount + actions[a]] = environment.isLegal(a);
      }
    }
  }

  /** Frees the search's memory, not the model. */
  @Override
  public void close() {
    states.close();
    search.close();
  }
}
