package io.muzero.selfplay;

import io.muzero.environment.Episode;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import io.muzero.search.SearchTree;
import java.util.Arrays;
import java.util.List;

/**
 * A network with a search that decides as well as it can: no noise, no temperature, so the same
 * weights always decide alike.
 *
 * <p>Decides for many positions at once, in batches. Belongs to its model's thread.
 */
public final class SearchAgent implements Agent {
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
  private final SearchInput input;
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
  public SearchAgent(
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
    input = new SearchInput(stacker, maxBatch);
    rows = new int[maxBatch];
    for (int i = 0; i < maxBatch; i++) {
      rows[i] = i;
    }
  }

  /** Sees what searches found, batch by batch. */
  @FunctionalInterface
  public interface Findings {
    /**
     * Sees what a batch found; all of it is valid until the agent decides again.
     *
     * @param first index of the first episode of the batch
     * @param count episodes in it
     * @param result rows 0 to {@code count} − 1, images merged
     * @param tree of image t of the batch's i-th episode, as tree i·T + t
     */
    void found(int first, int count, SearchResult result, SearchTree tree);
  }

  @Override
  public int[] search(List<Episode> episodes) {
    int[] actions = new int[episodes.size()];
    search(
        episodes,
        (first, count, result, tree) -> System.arraycopy(result.action, 0, actions, first, count));
    return actions;
  }

  /** Searches, and shows what was found; no episode may have ended. */
  public void search(List<Episode> episodes, Findings findings) {
    for (int from = 0; from < episodes.size(); from += maxSearched) {
      int count = Math.min(maxSearched, episodes.size() - from);
      List<Episode> searched = episodes.subList(from, from + count);
      input.write(searched, images);
      search.setRootStates(new EpisodeRoots(searched, images));
      SearchResult result =
          search.search(input.observations(), input.legal(), count * images, null);
      if (images > 1) {
        int[][] actions = new int[images][];
        Arrays.setAll(actions, stacker::transformedActions);
        result.mergeImages(actions);
      }
      findings.found(from, count, result, search.tree());
    }
  }

  @Override
  public int[] policy(List<Episode> episodes) {
    int[] actions = new int[episodes.size()];
    int actionCount = model.actionCount();
    for (int from = 0; from < actions.length; from += maxBatch) {
      int count = Math.min(maxBatch, actions.length - from);
      input.write(episodes.subList(from, from + count), 1);
      model.initialInference(input.observations(), count, states, rows, output);
      for (int i = 0; i < count; i++) {
        actions[from + i] = output.likeliest(i, input.legal(), i * actionCount);
      }
    }
    return actions;
  }

  @Override
  public int stackedFrames() {
    return stacker.stackedFrames();
  }

  /** Frees the search's memory, not the model. */
  @Override
  public void close() {
    states.close();
    search.close();
  }
}
