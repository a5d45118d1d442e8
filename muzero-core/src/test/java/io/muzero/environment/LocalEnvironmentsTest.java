package io.muzero.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalEnvironmentsTest {
  private static final int SIZE = 5;

  private static List<GameProvider> games() {
    return List.of(Pile.GAME, Walk.GAME, Twice.GAME);
  }

  private static int anyLegal(Environment environment, Random random) {
    List<Integer> legal =
        IntStream.range(0, environment.spec().actionCount())
            .filter(environment::isLegal)
            .boxed()
            .toList();
    return legal.get(random.nextInt(legal.size()));
  }

  private static void assertShows(VectorState state, int i, Environment environment, Step last) {
    int size = environment.spec().observationSize();
    float[] shown = new float[size];
    System.arraycopy(state.observations, state.observationAt(i), shown, 0, size);
    assertThat(shown).isEqualTo(environment.observation());
    for (int a = 0; a < environment.spec().actionCount(); a++) {
      assertThat(state.legal[state.legalAt(i) + a]).isEqualTo(environment.isLegal(a));
    }
    if (!last.terminated()) {
      assertThat(state.players[i]).isEqualTo(environment.playerToMove());
    }
    assertThat(state.rewards[i]).isEqualTo(last.reward());
    assertThat(state.terminated[i]).isEqualTo(last.terminated());
    assertThat(state.truncated[i]).isEqualTo(last.truncated());
    assertThat(state.ended(i)).isEqualTo(last.ended());
  }

  /** Against the same environments stepped one by one. */
  @ParameterizedTest
  @MethodSource("games")
  void step_anyOfThem_showsWhatEachAloneDoes(GameProvider game) {
    Random random = new Random(7);
    try (VectorEnvironment vector = game.createVector(GameOptions.NONE, SIZE)) {
      List<Environment> alone = new ArrayList<>();
      List<Step> last = new ArrayList<>();
      long[] seeds = new long[SIZE];
      int[] actions = new int[SIZE];
      for (int i = 0; i < SIZE; i++) {
        alone.add(game.create(GameOptions.NONE));
        alone.get(i).reset(i);
        last.add(Step.going(0));
        seeds[i] = i;
      }
      vector.reset(0, SIZE, seeds);
      int ended = 0;
      for (int round = 0; round < 200; round++) {
        int from = random.nextInt(SIZE);
        int to = from + 1 + random.nextInt(SIZE - from);
        for (int i = 0; i < SIZE; i++) {
          boolean goes = !last.get(i).ended() && random.nextInt(4) > 0;
          actions[i] = goes ? anyLegal(alone.get(i), random) : VectorEnvironment.NONE;
          seeds[i] = last.get(i).ended() ? random.nextInt(1000) : VectorEnvironment.NONE;
          if (i >= from && i < to && goes) {
            last.set(i, alone.get(i).step(Action.of(actions[i])));
            ended += last.get(i).ended() ? 1 : 0;
          }
        }
        vector.step(from, to, actions);
        for (int i = 0; i < SIZE; i++) {
          assertShows(vector.state(), i, alone.get(i), last.get(i));
          assertThat(vector.text(i)).isEqualTo(alone.get(i).text());
        }
        vector.reset(0, SIZE, seeds);
        for (int i = 0; i < SIZE; i++) {
          if (seeds[i] != VectorEnvironment.NONE) {
            alone.get(i).reset(seeds[i]);
            last.set(i, Step.going(0));
          }
          assertShows(vector.state(), i, alone.get(i), last.get(i));
        }
      }
      assertThat(ended).isGreaterThan(20);
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void step_actionThatIsNone_isRefused(GameProvider game) {
    try (VectorEnvironment vector = game.createVector(GameOptions.NONE, 1)) {
      vector.reset(0, 1, new long[] {3});
      assertThat(vector.size()).isOne();
      assertThatThrownBy(() -> vector.step(0, 1, new int[] {vector.spec().actionCount()}))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> game.createVector(GameOptions.NONE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a vector needs at least 1 environment, was 0");
  }
}
