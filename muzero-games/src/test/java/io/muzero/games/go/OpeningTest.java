package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.selfplay.Agent;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.GatingMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random moves that begin a game never pass. */
class OpeningTest {
  private static final GameOptions FIVE = new GameOptions(Map.of("size", 5, "max_moves", 40));
  private static final int PASS = 25;
  private static final int MOVES = 6;

  /** Plays the first legal action, and remembers the games that it was asked about. */
  private static final class First implements Agent {
    final List<Episode> asked = new ArrayList<>();

    @Override
    public int[] search(List<Episode> episodes) {
      episodes.forEach(one -> asked.add(one.copy()));
      return episodes.stream().mapToInt(one -> first(one.environment())).toArray();
    }

    private static int first(Environment state) {
      return IntStream.range(0, PASS + 1).filter(state::isLegal).findFirst().orElseThrow();
    }

    @Override
    public int[] policy(List<Episode> episodes) {
      return search(episodes);
    }

    @Override
    public int stackedFrames() {
      return 1;
    }

    @Override
    public void close() {}
  }

  @Test
  void evaluation_opening_neverPasses() {
    int[] moves = new int[100];
    List<Integer> opening = new ArrayList<>();
    Evaluation.Spectator spectator =
        (int number, Environment state, int action, Step step) -> {
          if (action >= 0 && moves[number]++ < MOVES) {
            opening.add(action);
          }
        };
    new Evaluation(new GoProvider(), FIVE, new First())
        .match("random", moves.length, MOVES, 1, spectator);
    assertThat(opening).hasSize(MOVES * moves.length).doesNotContain(PASS);
  }

  @Test
  void gatingMatch_opening_neverPasses() {
    First one = new First();
    First other = new First();
    new GatingMatch(() -> new GoProvider().create(FIVE), 100, MOVES, 40, GameWatch.NONE)
        .play(one, other, 1);
    List<Integer> opening = new ArrayList<>();
    for (First agent : List.of(one, other)) {
      for (Episode episode : agent.asked) {
        assertThat(episode.moves()).hasSizeGreaterThanOrEqualTo(MOVES);
        episode.moves().stream().limit(MOVES).forEach(move -> opening.add(move.action()));
      }
    }
    assertThat(opening).doesNotContain(PASS);
  }
}
