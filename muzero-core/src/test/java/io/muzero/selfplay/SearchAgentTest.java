package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Pile;
import io.muzero.environment.Walk;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchAgentTest {
  private static Episode walk(long seed, int moves) {
    Environment environment = Walk.GAME.create(GameOptions.NONE);
    environment.reset(seed);
    Episode episode = new Episode(environment);
    RandomPlayer random = new RandomPlayer(RandomStream.create(seed, "test", 0));
    for (int i = 0; i < moves; i++) {
      episode.play(random.choose(episode.environment()).index());
    }
    return episode;
  }

  @Test
  void search_moreThanABatch_decidesAsOneByOne() {
    ObservationStacker stacker =
        new ObservationStacker(Walk.GAME.create(GameOptions.NONE).spec(), 3);
    HashedModel model = new HashedModel(stacker.inputSize(), 3, 0.99, 1);
    List<Episode> positions = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      positions.add(walk(i, i % 5));
    }
    try (SearchAgent batched = new SearchAgent(model, SearchConfig.gumbel(9), false, stacker, 8);
        SearchAgent single = new SearchAgent(model, SearchConfig.gumbel(9), false, stacker, 1)) {
      int[] actions = batched.search(positions);
      int[] policy = batched.policy(positions);
      for (int i = 0; i < actions.length; i++) {
        assertThat(actions[i]).isEqualTo(single.search(List.of(positions.get(i)))[0]);
        assertThat(policy[i]).isEqualTo(single.policy(List.of(positions.get(i)))[0]);
        assertThat(positions.get(i).environment().isLegal(actions[i])).isTrue();
        assertThat(positions.get(i).environment().isLegal(policy[i])).isTrue();
      }
      assertThat(Arrays.stream(actions).distinct().count()).as("kinds of moves").isGreaterThan(1);
      assertThat(batched.search(positions)).as("again").isEqualTo(actions);
      assertThat(batched.search(List.of())).isEmpty();
    }
  }

  @Test
  void search_knowingModel_findsWhatItsPolicyDoesNot() {
    Environment pile = Pile.GAME.create(GameOptions.NONE);
    pile.reset(0);
    ObservationStacker stacker = new ObservationStacker(pile.spec(), 1);
    pile.step(Action.of(1));
    Episode five = new Episode(pile);
    try (SearchAgent agent =
        new SearchAgent(new PileModel(7), SearchConfig.gumbel(8), false, stacker, 4)) {
      assertThat(agent.search(List.of(five))).containsExactly(1);
      assertThat(agent.policy(List.of(five))).containsExactly(0);
    }
  }
}
