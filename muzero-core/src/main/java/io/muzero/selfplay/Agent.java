package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import java.util.List;

/**
 * A network with a search that decides as well as it can: no noise, no temperature, so the same
 * weights always decide alike.
 *
 * <p>Decides for many positions at once, in batches. Belongs to its model's thread.
 */
public final class Agent implements AutoCloseable {
  private final MuZeroModel model;
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
   * @param stacker says how large inputs are
   * @param maxBatch most positions searched in one batch, at least 1
   */
  public Agent(
      MuZeroModel model, SearchConfig searchConfig, ObservationStacker stacker, int maxBatch) {
    this.model = model;
    this.maxBatch = maxBatch;
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

  /** The action it chooses in each position by searching; none may have ended. */
  public int[] search(List<Position> positions) {
    int[] actions = new int[positions.size()];
    for (int from = 0; from < actions.length; from += maxBatch) {
      int count = Math.min(maxBatch, actions.length - from);
      write(positions, from, count);
      SearchResult result = search.search(observations, legal, count, null);
      System.arraycopy(result.action, 0, actions, from, count);
    }
    return actions;
  }

  /** The legal action that the network alone holds likeliest in each position. */
  public int[] policy(List<Position> positions) {
    int[] actions = new int[positions.size()];
    int actionCount = model.actionCount();
    for (int from = 0; from < actions.length; from += maxBatch) {
      int count = Math.min(maxBatch, actions.length - from);
      write(positions, from, count);
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

  private void write(List<Position> positions, int from, int count) {
    int actionCount = model.actionCount();
    for (int i = 0; i < count; i++) {
      Position position = positions.get(from + i);
      position.writeInput(observations, i * model.observationSize());
      Environment environment = position.environment();
      for (int a = 0; a < actionCount; a++) {
        legal[i * actionCount + a] = environment.isLegal(a);
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
