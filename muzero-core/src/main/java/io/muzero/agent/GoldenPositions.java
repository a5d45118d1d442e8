package io.muzero.agent;

import io.muzero.environment.Episode;
import io.muzero.export.GoldenFile;
import io.muzero.model.MuZeroModel;
import io.muzero.random.RandomStream;
import io.muzero.search.SearchConfig;
import io.muzero.selfplay.SearchAgent;
import io.muzero.selfplay.SearchInput;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Positions of random games, and what PUCT plays in them: what an exported agent is tried on. */
final class GoldenPositions {
  /** Positions. */
  static final int COUNT = 32;

  /** The search by which moves are chosen: PUCT with the paper's constants and no noise. */
  static final SearchConfig SEARCH = SearchConfig.puct(50);

  /** Random moves that lead to a position, at most. */
  private static final int MOST_MOVES = 30;

  private GoldenPositions() {}

  /**
   * The positions.
   *
   * @param model stays the caller's
   * @param searches whether it has learned the dynamics, without which it cannot search
   */
  static GoldenFile.Positions of(AgentSetup setup, MuZeroModel model, boolean searches) {
    List<Episode> episodes = new ArrayList<>();
    UniformRandomProvider random = RandomStream.create(0, "golden", 0);
    for (int i = 0; i < COUNT; i++) {
      episodes.add(position(setup, i, random));
    }
    SearchInput input = new SearchInput(setup.stacker(), COUNT);
    input.write(episodes, 1);
    int actions = setup.stacker().actionCount();
    boolean[][] legal = new boolean[COUNT][actions];
    for (int i = 0; i < COUNT; i++) {
      System.arraycopy(input.legal(), i * actions, legal[i], 0, actions);
    }
    int[] moves = {};
    if (searches) {
      try (SearchAgent agent = new SearchAgent(model, SEARCH, false, setup.stacker(), COUNT)) {
        moves = agent.search(episodes);
      }
    }
    return new GoldenFile.Positions(input.observations(), legal, moves);
  }

  /** A state that random moves lead to, in which something is to be decided. */
  private static Episode position(AgentSetup setup, int number, UniformRandomProvider random) {
    var environment = setup.rules().newEnvironment();
    environment.reset(number);
    Episode episode = new Episode(environment);
    int moves = random.nextInt(MOST_MOVES);
    for (int i = 0; i < moves; i++) {
      int[] legal = episode.legalActions();
      Episode next = episode.copy();
      if (next.play(legal[random.nextInt(legal.length)]).ended()) {
        return episode;
      }
      episode = next;
    }
    return episode;
  }
}
