package io.muzero.agent;

import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Walk;
import io.muzero.model.MuZeroModel;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchConfig;
import io.muzero.selfplay.HashedModel;
import io.muzero.selfplay.PileModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.rng.UniformRandomProvider;

/** Agents with synthetic models in the network's place. */
final class TestAgents {
  static final SearchConfig SEARCH = SearchConfig.gumbel(40);
  static final ObservationStacker WALK_FRAMES =
      new ObservationStacker(Walk.GAME.create(GameOptions.NONE).spec(), 3);

  private TestAgents() {}

  static MuZeroModel walkModel() {
    return new HashedModel(WALK_FRAMES.inputSize(), 3, 0.99, 1);
  }

  /** Sees three frames of a game of chance and has arbitrary opinions. */
  static TrainedAgent walker(Supplier<MuZeroModel> models, SearchConfig search, int threads) {
    return agent(Walk.GAME, WALK_FRAMES, search, models, threads);
  }

  /** Knows a game of two players exactly. */
  static TrainedAgent pileKnower() {
    ObservationStacker stacker =
        new ObservationStacker(Pile.GAME.create(GameOptions.NONE).spec(), 1);
    return agent(Pile.GAME, stacker, SearchConfig.gumbel(8), () -> new PileModel(7), 1);
  }

  /** What a thread of a {@link #walker} decides with. */
  static Workplace workplace(Supplier<MuZeroModel> models, SearchConfig search) {
    return new Workplace(setup(Walk.GAME, WALK_FRAMES, search, models, 1));
  }

  private static AgentSetup setup(
      GameProvider game,
      ObservationStacker stacker,
      SearchConfig search,
      Supplier<MuZeroModel> models,
      int threads) {
    return new AgentSetup(
        new AgentSetup.Rules(game, GameOptions.NONE),
        stacker,
        new AgentSetup.Searching(search, 1, "search.simulations"),
        models,
        new AgentSetup.Room(threads, 1));
  }

  private static TrainedAgent agent(
      GameProvider game,
      ObservationStacker stacker,
      SearchConfig search,
      Supplier<MuZeroModel> models,
      int threads) {
    AgentSetup setup = setup(game, stacker, search, models, threads);
    AgentInfo info =
        new AgentInfo(game.name(), "nowhere", 5, 0.5, search.simulations(), 1, 0, 1, false);
    return new TrainedAgent(info, setup, folder -> List.of());
  }

  /** Episodes of the walk that have not ended. */
  static List<Episode> walks(int count) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var environment = Walk.GAME.create(GameOptions.NONE);
      environment.reset(i);
      Episode episode = new Episode(environment);
      UniformRandomProvider random = RandomStream.create(i, "test", 0);
      for (int move = 0; move < i % 5; move++) {
        int[] legal = episode.legalActions();
        Episode next = episode.copy();
        next.play(legal[random.nextInt(legal.length)]);
        episode = next.ended() ? episode : next;
      }
      episodes.add(episode);
    }
    return episodes;
  }
}
