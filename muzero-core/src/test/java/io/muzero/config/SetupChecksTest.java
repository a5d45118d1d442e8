package io.muzero.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.AlteredWalk;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.environment.Walk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be said of a game and its settings before anything is run. */
class SetupChecksTest {
  private static ResolvedConfig read(GameProvider game, String... settings) {
    List<ConfigLayer> layers =
        new java.util.ArrayList<>(List.of(new ConfigLayer.Flag("--game", "game", game.name())));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new ConfigReader(new GameRegistry(List.of(game))).read(layers);
  }

  @Test
  void requireTrainable_rateOverARunWithoutAnEnd_isRefused() {
    String falls = "learner={schedule: cosine, decaySteps: 0}";
    String repeats = "run={deterministic: true, replayRatio: 1}";
    read(Walk.GAME, falls, "run.minutes=1").requireTrainable();
    read(Walk.GAME, falls, "run.steps=1", repeats).requireTrainable();
    read(Walk.GAME, "learner.decaySteps=0").requireTrainable(); // constant
    assertThatThrownBy(read(Walk.GAME, falls)::requireTrainable)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("learner.decaySteps must be at least 1 in a run without an end");
    assertThatThrownBy(read(Walk.GAME, falls, repeats, "run.minutes=1")::requireTrainable)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("minutes do not repeat");
  }

  private static GameProvider withActions(ActionSpace actions) {
    return AlteredWalk.game(
        () ->
            new AlteredWalk() {
              @Override
              public EnvironmentSpec spec() {
                return new EnvironmentSpec(1, 1, 6, 7, 0, 1, actions, 0, 1, 12, Symmetry.NONE);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "", "a/b", ".", "-x", "Ä", "a b"})
  void registry_nameThatIsNoWord_isRefused(String name) {
    GameProvider walk = Walk.GAME;
    GameProvider game =
        new GameProvider() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public String description() {
            return walk.description();
          }

          @Override
          public io.muzero.environment.Environment create(GameOptions options) {
            return walk.create(options);
          }

          @Override
          public java.util.Optional<String> configuration() {
            return walk.configuration();
          }
        };
    assertThatThrownBy(() -> new GameRegistry(List.of(game)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "a game's name must be 1 to 64 letters, digits, '_' or '-', was '" + name + "' (");
  }

  @Test
  void requireTrainable_moreActionsThanColumns_isRefused() {
    ResolvedConfig config =
        read(withActions(new ActionSpace.Discrete(14, ActionSpace.Layout.COLUMNS)));
    assertThatThrownBy(config::requireTrainable)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "the game altered cannot be trained: 14 actions do not fit layout COLUMNS on a board of 6x7");
    read(withActions(new ActionSpace.Discrete(7, ActionSpace.Layout.COLUMNS))).requireTrainable();
  }

  @Test
  void requireTrainable_continuousActions_isRefused() {
    ResolvedConfig config =
        read(withActions(new ActionSpace.Continuous(new float[] {-1}, new float[] {1})));
    assertThatThrownBy(config::requireTrainable)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wrap the environment with BinnedActions");
  }

  @Test
  void read_bufferSmallerThanTheLongestEpisode_isRefusedAtOnce() {
    String[] small = {"replay.capacity=11", "replay.tdSteps=0"};
    assertThatThrownBy(() -> read(Walk.GAME, small))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "replay.capacity must hold the longest part of an episode that is recorded in one, 12"
                + " positions, was 11 (--set)");
    assertThatThrownBy(
            () ->
                read(
                    Walk.GAME,
                    "replay.capacity=8",
                    "replay.segmentLength=4",
                    "replay.tdSteps=2",
                    "learner.unrollSteps=4"))
        .hasMessageContaining("recorded in one, 9 positions, was 8");
    assertThat(read(Walk.GAME, "replay.capacity=12", "replay.tdSteps=0").config().game())
        .isEqualTo("walk");
  }

  @Test
  void read_rulesInTheSearchOfAGameOfChance_isRefused() {
    assertThatThrownBy(() -> read(Walk.GAME, "search.model=rules", "learner.unrollSteps=0"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "search.model must be learned for walk, which does not say that it has no chance: a copy"
                + " of the game would show the search what is still to be drawn, was rules (--set)");
  }

  @Test
  void read_rulesInTheSearch_unrollNothing() {
    assertThatThrownBy(() -> read(Pile.GAME, "search.model=rules"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "learner.unrollSteps must be 0 with search.model=rules, which unrolls nothing"
                + " (--algorithm alphazero sets both), was 5 (default)");
    assertThatThrownBy(() -> read(Pile.GAME, "learner.unrollSteps=0"))
        .hasMessage(
            "learner.unrollSteps must be at least 1 with search.model=learned, was 0 (--set)");
    assertThat(
            read(Pile.GAME, "search.model=rules", "learner.unrollSteps=0")
                .config()
                .search()
                .usesRules())
        .isTrue();
  }

  @Test
  void read_rulesInTheSearchOfClippedRewards_isRefused() {
    String[] rules = {"search.model=rules", "learner.unrollSteps=0"};
    assertThatThrownBy(() -> read(Pile.GAME, rules[0], rules[1], "replay.rewardClip=0.5"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "replay.rewardClip must be 0 or at least the game's greatest reward, 1.0, with"
                + " search.model=rules, which meets rewards as the game gives them, was 0.5 (--set)");
    assertThat(read(Pile.GAME, rules[0], rules[1], "replay.rewardClip=1").config().game())
        .isEqualTo("pile");
  }

  @Test
  void read_rulesInTheReanalysisOfSegments_isRefused() {
    String[] segments = {
      "search.model=rules",
      "learner.unrollSteps=0",
      "reanalyse.share=1",
      "replay.tdSteps=2",
      "replay.segmentLength=4"
    };
    assertThatThrownBy(() -> read(Pile.GAME, segments))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("reanalyse.share must be 0 with search.model=rules where episodes");
    segments[4] = "replay.segmentLength=6"; // seven stones: seven moves at most
    assertThat(read(Pile.GAME, segments).config().reanalyse().share()).isEqualTo(1);
    segments[3] = "replay.tdSteps=0";
    assertThat(read(Pile.GAME, segments).config().reanalyse().share()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation.simulations", "evaluation.trainingSimulations"})
  void read_tooManySimulations_namesTheKeyThatWasSet(String key) {
    assertThatThrownBy(() -> read(Walk.GAME, key + "=100001"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(key + " must be within [0, 100000], was 100001 (--set)");
  }

  @Test
  void yaml_tab_isNamedWithItsLine() {
    assertThatThrownBy(
            () ->
                new ConfigLayers<>(MuZeroConfig.SCHEMA)
                    .yaml("seed: 1\nrun:\n  steps: 3\n\tminutes: 2\n", "my.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("TAB")
        .hasMessageEndingWith("(my.yaml, line 4)");
  }

  @Test
  void checker_rewardBeyondSinglePrecision_isFound() {
    GameProvider game =
        AlteredWalk.game(
            () ->
                new AlteredWalk() {
                  @Override
                  public EnvironmentSpec spec() {
                    return new EnvironmentSpec(
                        1, 2, 1, 1, 0, 1, new ActionSpace.Discrete(3), 0, 1e300, 12, Symmetry.NONE);
                  }

                  @Override
                  public Step step(Action action) {
                    Step step = super.step(action);
                    return new Step(1e39, step.terminated(), step.truncated());
                  }
                });
    assertThat(new EnvironmentChecker(game, GameOptions.NONE).check(EnvironmentChecker.Rule.REWARD))
        .isNotEmpty()
        .allMatch(found -> found.message().startsWith("a reward must be finite and below 3.4e38"));
  }

  @Test
  void checker_gameThatRecurses_isAFinding() {
    GameProvider game =
        AlteredWalk.game(
            () ->
                new AlteredWalk() {
                  @Override
                  public String text() {
                    return json();
                  }

                  @Override
                  public String json() {
                    return text();
                  }
                });
    assertThat(
            new EnvironmentChecker(game, GameOptions.NONE).check(EnvironmentChecker.Rule.PICTURE))
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("StackOverflowError"));
  }
}
