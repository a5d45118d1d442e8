package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.agent.TrainedAgent;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose searches step copies of the game. */
class RulesAgentTest {
  @TempDir private Path root;

  /** With hidden states of 16 kB counted for each node, memory seemed full at a few thousand. */
  @Test
  void plan_smallCopiesOfTheGame_leaveRoomForTheLongestSearch() throws Exception {
    Path run =
        TestRuns.untrained(
            root,
            "tictactoe",
            "search.model=rules",
            "learner.unrollSteps=0",
            "network.stateSize=4096");
    try (TrainedAgent agent = TrainedAgent.load(run)) {
      assertThat(agent.plan(100_000).most()).isEqualTo(100_000);
    }
  }
}
