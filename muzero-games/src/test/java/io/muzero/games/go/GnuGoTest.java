package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.muzero.environment.Action;
import io.muzero.games.go.GnuGoGames.Recorded;
import io.muzero.protocol.EngineException;
import io.muzero.protocol.GtpEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Legal moves and area scores against GNU Go 3.8: games recorded from it, which {@link GnuGoGames}
 * wrote, and, where {@code gnugo} is installed, new ones.
 */
class GnuGoTest {

  @Test
  void recordedGames_haveTheirLegalMovesAndScores() throws IOException {
    List<Recorded> games = GnuGoGames.recorded();
    assertThat(games).hasSizeGreaterThanOrEqualTo(100);
    int scored = 0;
    for (Recorded recorded : games) {
      Go game = GnuGoGames.go(recorded.size());
      for (int i = 0; i < recorded.moves().size(); i++) {
        assertThat(GnuGoGames.digest(GnuGoGames.legal(game)))
            .as("legal moves of size %d after %s", recorded.size(), recorded.moves().subList(0, i))
            .isEqualTo(recorded.digests().get(i));
        game.step(Action.of(GnuGoGames.action(game, recorded.moves().get(i))));
      }
      if (recorded.margin() != null) {
        assertThat(game.board().areaMargin())
            .as("area of size %d after %s", recorded.size(), recorded.moves())
            .isEqualTo(recorded.margin().intValue());
        scored++;
      }
    }
    assertThat(scored).as("games with a score").isGreaterThan(20);
  }

  @Test
  void newGames_agreeWithGnuGo() {
    compare(20, 1);
  }

  @Test
  @Tag("learning")
  void aThousandNewGames_agreeWithGnuGo() {
    compare(1000, 1000);
  }

  private static void compare(int games, long seed) {
    GtpEngine engine = null;
    try {
      engine = GtpEngine.start(GnuGoGames.command(seed), Duration.ofSeconds(60));
    } catch (EngineException e) {
      assumeThat(e).as("gnugo is installed").isNull();
    }
    try (GtpEngine gnugo = engine) {
      for (int number = 0; number < games; number++) {
        GnuGoGames.play(gnugo, 5 + 2 * (number % 3), seed + number);
      }
    }
  }
}
