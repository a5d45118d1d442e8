package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Walk;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

/** An episode shows the network what self-play shows it. */
class SearchInputTest {
  @Test
  void write_anyFrames_isWhatAHistoryWrites() {
    for (int frames = 1; frames <= 4; frames++) {
      Environment environment = Walk.GAME.create(GameOptions.NONE);
      ObservationStacker stacker = new ObservationStacker(environment.spec(), frames);
      for (long seed = 0; seed < 10; seed++) {
        environment.reset(seed);
        UniformRandomProvider random = RandomStream.create(seed, "test", 0);
        Episode episode = new Episode(environment);
        ObservationHistory history = stacker.newHistory();
        history.start(environment.observation(), 0);
        while (!episode.ended()) {
          float[] expected = new float[stacker.inputSize()];
          history.write(expected, 0);
          SearchInput input = new SearchInput(stacker, 2);
          input.write(List.of(new Episode(environment), episode), 1);
          int size = stacker.inputSize();
          assertThat(Arrays.copyOfRange(input.observations(), size, 2 * size)).isEqualTo(expected);
          for (int a = 0; a < 3; a++) {
            assertThat(input.legal()[3 + a]).isEqualTo(episode.environment().isLegal(a));
          }
          int[] legal = episode.legalActions();
          int action = legal[random.nextInt(legal.length)];
          episode.play(action);
          history.add(action, episode.environment().observation(), 0);
        }
      }
    }
  }
}
