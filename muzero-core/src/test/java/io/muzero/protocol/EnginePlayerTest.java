package io.muzero.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.ThreeInARow;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnginePlayerTest {
  @Test
  void seeded_everyPlace_hasTheSameNumber() {
    assertThat(EnginePlayer.seeded("gtp:engine --seed {seed} -s={seed}", 6))
        .isEqualTo("gtp:engine --seed 7 -s=7");
    assertThat(EnginePlayer.seeded("gtp:engine --level 3", 6)).isEqualTo("gtp:engine --level 3");
  }

  @Test
  void seeded_anySeed_isPositiveAndFitsInto32Bits() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long seed = i == 0 ? -1 : i == 1 ? Integer.MAX_VALUE : random.nextLong();
      String written = EnginePlayer.seeded("{seed}", seed);
      assertThat(Integer.parseInt(written)).as("seed %d", seed).isPositive();
    }
  }

  private static void assertRefused(String player, String message) {
    Environment three = ThreeInARow.GAME.create(GameOptions.NONE);
    assertThatThrownBy(() -> EnginePlayer.requirePlayable(player, three, "three"))
        .isInstanceOf(EngineNameException.class)
        .hasMessageStartingWith(message);
  }

  /** What is wrong with a name is found before anything is started. */
  @Test
  void requirePlayable_namesOfNoEngine_areRefused() {
    assertRefused("gtp:", "the engine's command is empty");
    assertRefused("gtp:'engine", "the engine's command has no closing '");
    assertRefused("gomocup:engine", "no Gomocup engine can play three");
    EnginePlayer.requirePlayable(
        "gtp:no-such-engine", ThreeInARow.GAME.create(GameOptions.NONE), "three");
  }

  @Test
  void gomocupCommand_limitsAndProgram_areTold() {
    GomocupCommand command = GomocupCommand.of("timeout_turn=500 rule=1 ./brain -x rule=2");
    assertThat(command.program()).containsExactly("./brain", "-x", "rule=2");
    assertThat(command.turn()).hasMillis(500);
    assertThat(command.infos()).contains("INFO timeout_turn 500", "INFO rule 1").hasSize(6);
    assertThatThrownBy(() -> GomocupCommand.of("rule=1"))
        .isInstanceOf(EngineNameException.class)
        .hasMessageStartingWith("the engine's command names no program after rule=1");
    assertThatThrownBy(() -> GomocupCommand.of("timeout_turn=soon ./brain"))
        .isInstanceOf(EngineNameException.class)
        .hasMessage("timeout_turn must be milliseconds within [0, 3600000], was soon");
  }
}
