package io.muzero.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleOutTest {
  private static final Path PAGE = Path.of("..", "docs", "scale-out.md");

  /** Round numbers that can be worked out by hand. */
  private static final ScaleOut.Constants ROUND =
      new ScaleOut.Constants(
          20, 1 << 20, 1 << 21, 100, 10, 100, 0.5, 20, 1000, 100, 120_000, 4, 900);

  @Test
  void constants_limits_areThoseWorkedOutByHand() {
    // 10 steps of 100 positions, each position twice too seldom: 2,000 positions/s, 20 actors.
    assertThat(ROUND.learned()).isEqualTo(2000);
    assertThat(ROUND.actorsALearner()).isEqualTo(20);
    // 1,000 games/s of 20 positions by a core.
    assertThat(ROUND.actorsAnIntake()).isEqualTo(200);
    // 100 games/s of 1 MiB.
    assertThat(ROUND.actorsALink()).isEqualTo(20);
    assertThat(ROUND.actorsADriver()).isEqualTo(225);
    // Half a set of weights a second, 2 MiB each.
    assertThat(ROUND.nodesALink()).isEqualTo(100);
    assertThat(ScaleOut.first(ROUND))
        .endsWith("then the learner's link, by weights at 1,600 actors");
  }

  @Test
  void need_hundredActors_isWorkedOutByHand() {
    ScaleOut.Need need = ScaleOut.need(ROUND, 100);
    assertThat(need.games()).isEqualTo(500);
    assertThat(need.mebibytesIn()).isEqualTo(500);
    assertThat(need.mebibytesOut()).isEqualTo(7); // 7 nodes of 16
    assertThat(need.learners()).isEqualTo(5);
    assertThat(need.waiting()).isEqualTo(0.8, offset(1e-12));
    assertThat(need.intakeCores()).isEqualTo(0.5);
    assertThat(need.bufferMinutes()).isEqualTo(0.2);
    assertThat(ScaleOut.need(ROUND, 10).waiting()).isZero();
  }

  @Test
  void replaced_namedConstant_isTheOnlyOneChanged() {
    ScaleOut.Constants faster =
        ConstantArguments.replaced(ROUND, List.of("connect4", "stepsASecond=50"));
    assertThat(faster.stepsASecond()).isEqualTo(50);
    assertThat(faster.batch()).isEqualTo(100);
    assertThat(faster.actorsALearner()).isEqualTo(100);
    assertThatThrownBy(() -> ConstantArguments.replaced(ROUND, List.of("connect4", "steps=5")))
        .hasMessageContaining("must be NAME=NUMBER with one of positionsAGame");
    assertThatThrownBy(
            () -> ConstantArguments.replaced(ROUND, List.of("connect4", "stepsASecond=0")))
        .hasRootCauseMessage("every constant must be above 0, one was 0.0");
  }

  /** The page's tables are those of the program. */
  @Test
  void page_tables_areThoseOfTheConstants() throws Exception {
    String page = Files.readString(PAGE).replace("\r\n", "\n");
    ScaleOut.measured()
        .forEach(
            (game, constants) ->
                assertThat(page)
                    .as(game)
                    .contains(String.join("\n", ScaleOut.table(constants)))
                    .contains(ScaleOut.first(constants)));
  }
}
