package io.muzero.games;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.connect4.Connect4Provider;
import io.muzero.games.go.GoProvider;
import io.muzero.replay.ObservationStacker;
import io.muzero.rules.StateSize;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What copies of real games take, against what their fields add up to. */
class StateSizeTest {
  private static int bytes(GameProvider game, Map<String, Object> options, int frames) {
    Environment environment = game.create(new GameOptions(options));
    ObservationStacker stacker = new ObservationStacker(environment.spec(), frames);
    return Float.BYTES * StateSize.of(environment, stacker);
  }

  @Test
  void of_connect4_isAHundredBytesOrTwo() {
    assertThat(bytes(new Connect4Provider(), Map.of(), 1)).isBetween(40, 300);
  }

  /** Fields of 361 points take 9 kB; the positions of a game of 600 moves take 16 kB more. */
  @Test
  void of_go_countsThePositionsOfALongGame() {
    assertThat(bytes(new GoProvider(), Map.of("size", 19), 1)).isBetween(15_000, 50_000);
    assertThat(bytes(new GoProvider(), Map.of("size", 5), 1)).isBetween(1_500, 6_000);
  }

  @Test
  void of_stackedFrames_countsTheInputThatIsKept() {
    int one = bytes(new Connect4Provider(), Map.of(), 1);
    int four = bytes(new Connect4Provider(), Map.of(), 4);
    assertThat(four - one).isGreaterThan(4 * Float.BYTES * 3 * 42);
  }
}
