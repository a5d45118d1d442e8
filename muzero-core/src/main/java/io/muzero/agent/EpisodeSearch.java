package io.muzero.agent;

import io.muzero.environment.Episode;
import io.muzero.model.MuZeroModel;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchResult;
import io.muzero.selfplay.EpisodeRoots;
import io.muzero.selfplay.SearchInput;
import java.util.List;

/**
 * The search of one state in steps, in all its images side by side. Belongs to its network's
 * thread; closing it frees its trees and hidden states, not the network.
 */
final class EpisodeSearch implements AutoCloseable {
  private final BatchedSearch search;
  private final int[][] images;
  private final int[] legal;
  private final TreeReader reader;

  /** Begins to search the state that an episode is in now. */
  EpisodeSearch(MuZeroModel network, AgentSetup setup, Episode episode, SearchPlan plan) {
    images = setup.imageActions();
    legal = episode.legalActions();
    SearchInput input = new SearchInput(setup.stacker(), images.length);
    input.write(List.of(episode), images.length);
    search =
        new BatchedSearch(
            network,
            setup.search().withSimulations(plan.simulations()),
            images.length,
            plan.most());
    reader = new TreeReader(search.tree(), 0, images);
    boolean begun = false;
    try {
      search.setRootStates(new EpisodeRoots(List.of(episode), images.length));
      search.begin(input.observations(), input.legal(), images.length, null);
      begun = true;
    } finally {
      if (!begun) {
        search.close();
      }
    }
  }

  /** Adds simulations in every image, as many as there is room for; returns how many. */
  int advance(int simulations) {
    return search.advance(simulations);
  }

  /** Simulations done in each image. */
  int simulations() {
    return search.simulations();
  }

  /** What was found so far. */
  Decision decision() {
    return reader.decision(result(), 0, legal, search.simulations());
  }

  /** The tree so far, down to a depth. */
  SearchNode root(int depth) {
    return reader.root(result(), 0, depth);
  }

  private SearchResult result() {
    SearchResult result = search.result();
    result.batch = images.length; // merging has made it one position
    if (images.length > 1) {
      result.mergeImages(images);
    }
    return result;
  }

  @Override
  public void close() {
    search.close();
  }
}
