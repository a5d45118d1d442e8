package io.muzero.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.random.RandomStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class EpisodeTest {
  private static Environment walk(long seed) {
    Environment environment = Walk.GAME.create(GameOptions.NONE);
    environment.reset(seed);
    return environment;
  }

  private static int any(Episode episode, UniformRandomProvider random) {
    int[] legal = episode.legalActions();
    return legal[random.nextInt(legal.length)];
  }

  @Test
  void undoAndStateAfter_ofAGameOfChance_giveTheStatesThatWere() {
    for (long seed = 0; seed < 20; seed++) {
      UniformRandomProvider random = RandomStream.create(seed, "test", 0);
      Episode episode = new Episode(walk(seed));
      // The walk as it goes, state by state: each a copy made at its time.
      List<String> states = new ArrayList<>(List.of(episode.environment().text()));
      List<Environment> copies = new ArrayList<>(List.of(episode.environment().copy()));
      while (!episode.ended()) {
        episode.play(any(episode, random));
        states.add(episode.environment().text());
        copies.add(episode.environment().copy());
      }
      for (int i = 0; i < states.size(); i++) {
        assertThat(episode.stateAfter(i).text()).as("seed " + seed).isEqualTo(states.get(i));
      }
      for (int i = states.size() - 2; i >= 0; i--) {
        assertThat(episode.undo()).isTrue();
        assertThat(episode.environment().text()).isEqualTo(states.get(i));
        assertThat(episode.observation(0)).isEqualTo(copies.get(i).observation());
      }
      assertThat(episode.undo()).isFalse();
      assertThat(episode.moves()).isEmpty();
      // What chance brings next is what it brought before.
      int action = any(episode, random);
      assertThat(episode.play(action)).isEqualTo(copies.get(0).step(Action.of(action)));
      assertThat(episode.environment().text()).isEqualTo(copies.get(0).text());
    }
  }

  /** An environment that counts its steps, and those of its copies. */
  private static Environment counted(Environment environment, AtomicInteger steps) {
    return (Environment)
        Proxy.newProxyInstance(
            EpisodeTest.class.getClassLoader(),
            new Class<?>[] {Environment.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("step")) {
                steps.incrementAndGet();
              }
              Object result = method.invoke(environment, arguments);
              return method.getName().equals("copy")
                  ? counted((Environment) result, steps)
                  : result;
            });
  }

  @Test
  void undo_ofManyMoves_makesThoseThatStayOnce() {
    AtomicInteger steps = new AtomicInteger();
    Episode episode = new Episode(counted(walk(3), steps));
    Episode shorter = new Episode(walk(3));
    UniformRandomProvider random = RandomStream.create(3, "test", 0);
    int moves = 0;
    while (!episode.ended() && moves < 12) {
      int action = any(episode, random);
      episode.play(action);
      if (moves < 4) {
        shorter.play(action);
      }
      moves++;
    }
    assertThat(moves).isGreaterThan(5);
    steps.set(0);
    assertThat(episode.undo(moves - 4)).isEqualTo(moves - 4);
    assertThat(steps).hasValue(4);
    assertThat(episode.environment().text()).isEqualTo(shorter.environment().text());
    assertThat(episode.moves()).isEqualTo(shorter.moves());
    assertThat(episode.undo(0)).isZero();
    assertThat(episode.undo(100)).as("all there are").isEqualTo(4);
    assertThat(episode.moves()).isEmpty();
    assertThatThrownBy(() -> episode.undo(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void observation_ofAnyTimeAskedForLate_isWhatWasSeenThen() {
    for (int asked = 0; asked < 6; asked++) {
      UniformRandomProvider random = RandomStream.create(3, "test", 0);
      Episode episode = new Episode(walk(4));
      List<float[]> seen = new ArrayList<>(List.of(episode.observation(0)));
      for (int i = 0; i < 9 && !episode.ended(); i++) {
        if (i == asked) {
          assertThat(episode.observation(asked)).isEqualTo(seen.get(0));
        }
        episode.play(any(episode, random));
        seen.add(episode.environment().observation());
        for (int back = 0; back < Math.min(asked + 1, seen.size()); back++) {
          assertThat(episode.observation(back)).isEqualTo(seen.get(seen.size() - 1 - back));
        }
      }
      for (int back = 0; back < seen.size(); back++) {
        assertThat(episode.observation(back)).isEqualTo(seen.get(seen.size() - 1 - back));
      }
      assertThatThrownBy(() -> episode.observation(seen.size()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void environment_playedElsewhere_leavesTheEpisodeAlone() {
    Environment environment = Pile.GAME.create(GameOptions.NONE);
    environment.reset(0);
    Episode episode = new Episode(environment);
    environment.step(Action.of(1));
    assertThat(((Pile) episode.environment()).left()).isEqualTo(7);
    Episode copy = episode.copy();
    copy.play(0);
    assertThat(episode.moves()).isEmpty();
    assertThat(((Pile) episode.environment()).left()).isEqualTo(7);
    Episode second = copy.copy();
    second.play(1);
    assertThat(((Pile) copy.environment()).left()).isEqualTo(6);
    assertThat(((Pile) second.environment()).left()).isEqualTo(4);
    assertThat(second.undo()).isTrue();
    assertThat(((Pile) second.environment()).left()).isEqualTo(6);
  }

  @Test
  void owning_playsInTheEnvironmentItself_andCanTakeMovesBack() {
    Environment environment = Pile.GAME.create(GameOptions.NONE);
    environment.reset(0);
    Episode episode = Episode.owning(environment);
    episode.play(1);
    assertThat(episode.environment()).isSameAs(environment);
    assertThat(((Pile) environment).left()).isEqualTo(5);
    assertThat(episode.undo()).isTrue();
    assertThat(((Pile) episode.environment()).left()).isEqualTo(7);
    assertThat(((Pile) environment).left()).as("left where it was").isEqualTo(5);
    assertThat(((Pile) episode.stateAfter(0)).left()).isEqualTo(7);
  }

  @Test
  void score_ofTwoPlayers_isEachOthersNegative() {
    Environment environment = Pile.GAME.create(GameOptions.NONE);
    environment.reset(0);
    Episode episode = new Episode(environment);
    for (int action : new int[] {1, 1, 1, 0}) {
      assertThat(episode.ended()).isFalse();
      episode.play(action);
    }
    assertThat(episode.ended()).isTrue();
    assertThat(episode.legalActions()).isEmpty();
    assertThat(episode.score(1)).isEqualTo(1);
    assertThat(episode.score(0)).isEqualTo(-1);
    assertThat(episode.moves().get(3)).isEqualTo(new Episode.Move(1, 0, Step.terminal(1)));
    assertThatThrownBy(() -> episode.play(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void play_illegalFirstMove_changesNothing() {
    Environment environment = Pile.GAME.create(GameOptions.NONE);
    environment.reset(0);
    Episode episode = new Episode(environment);
    assertThatThrownBy(() -> episode.play(2)).isInstanceOf(IllegalArgumentException.class);
    assertThat(episode.moves()).isEmpty();
    assertThat(((Pile) episode.environment()).left()).isEqualTo(7);
  }
}
