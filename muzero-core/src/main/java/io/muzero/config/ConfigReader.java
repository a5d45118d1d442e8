package io.muzero.config;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Solver;
import io.muzero.replay.ReplayConfig;
import io.muzero.settings.Check;
import io.muzero.settings.Excerpt;
import io.muzero.settings.InvalidSettingException;
import java.util.List;

/**
 * Resolves a configuration: defaults, the game's own configuration, then files and settings of the
 * command line; later ones win.
 *
 * <p>Immutable and thread-safe.
 */
public final class ConfigReader {
  private final GameRegistry games;

  /** A reader for the given games. */
  public ConfigReader(GameRegistry games) {
    this.games = games;
  }

  /**
   * The configuration that the layers give; one of them must set {@code game}.
   *
   * @throws ConfigException when a file, key, type, value or name is wrong
   */
  public ResolvedConfig read(List<ConfigLayer> layers) {
    GameProvider game = game(layers);
    ConfigLayers<MuZeroConfig> settings = new ConfigLayers<>(MuZeroConfig.SCHEMA);
    game.configuration().ifPresent(yaml -> settings.yaml(yaml, "configs/" + game.name() + ".yaml"));
    apply(layers, settings);
    // A game's own configuration cannot rename it.
    settings.put("game", ConfigLayer.quoted(game.name()), settings.origin("game"));
    lift("run.steps", "run.minutes", layers, settings);
    lift("run.minutes", "run.steps", layers, settings);
    watch("network.valueSupport", layers, settings);
    watch("network.rewardSupport", layers, settings);
    MuZeroConfig config = settings.build();
    try {
      EnvironmentSpec spec = game.create(config.gameOptions()).spec();
      config.network().requireFits(spec.actions(), spec.height() * spec.width());
      requireRoom(config, spec);
      requireRules(config, game, spec);
      requireOnePlayer(config, spec);
      requireJudged(config, game);
      requirePlayers(config, spec);
    } catch (InvalidSettingException e) {
      throw settings.explain(e);
    }
    return new ResolvedConfig(config, game);
  }

  /**
   * The longest part of an episode that is recorded in one must fit: the whole episode without
   * n-step returns, else a segment with what is left at the end.
   */
  private static void requireRoom(MuZeroConfig config, EnvironmentSpec spec) {
    ReplayConfig replay = config.replay();
    long segment =
        (long) replay.segmentLength() + config.learner().unrollSteps() + replay.tdSteps() - 1;
    long episode = spec.maxSteps() > 0 ? spec.maxSteps() : Long.MAX_VALUE;
    long longest = replay.monteCarlo() ? spec.maxSteps() : Math.min(episode, segment);
    Check.that(
        replay.capacity() >= longest,
        "replay.capacity",
        "must hold the longest part of an episode that is recorded in one, "
            + longest
            + " positions",
        replay.capacity());
  }

  /** With the real rules in the search nothing is unrolled; with learned ones something must be. */
  private static void requireRules(MuZeroConfig config, GameProvider game, EnvironmentSpec spec) {
    boolean rules = config.search().usesRules();
    int unrolled = config.learner().unrollSteps();
    Check.that(
        rules == (unrolled == 0),
        "learner.unrollSteps",
        rules
            ? "must be 0 with search.model=rules, which unrolls nothing (--algorithm alphazero sets both)"
            : "must be at least 1 with search.model=learned",
        unrolled);
    if (rules) {
      Check.that(
          game.create(config.gameOptions()).isDeterministic(),
          "search.model",
          "must be learned for "
              + game.name()
              + ", which does not say that it has no chance: a copy of the game would show the"
              + " search what is still to be drawn",
          "rules");
      requireRulesSeeAll(config, spec);
    }
  }

  /** What the rules give in a search is what was recorded, and recordings can be played again. */
  private static void requireRulesSeeAll(MuZeroConfig config, EnvironmentSpec spec) {
    ReplayConfig replay = config.replay();
    double greatest = Math.max(Math.abs(spec.rewardLow()), Math.abs(spec.rewardHigh()));
    Check.that(
        replay.clipped(greatest) == greatest,
        "replay.rewardClip",
        "must be 0 or at least the game's greatest reward, "
            + greatest
            + ", with search.model=rules, which meets rewards as the game gives them",
        replay.rewardClip());
    long whole = (long) replay.segmentLength() + replay.tdSteps();
    boolean inOne = replay.monteCarlo() || (spec.maxSteps() > 0 && spec.maxSteps() < whole);
    Check.that(
        config.reanalyse().share() == 0 || inOne,
        "reanalyse.share",
        "must be 0 with search.model=rules where episodes are recorded in segments, which cannot be"
            + " played again by the rules: set replay.tdSteps=0, or replay.segmentLength so long"
            + " that every episode fits",
        config.reanalyse().share());
  }

  /** Experts and gating games are of two players. */
  private static void requirePlayers(MuZeroConfig config, EnvironmentSpec spec) {
    boolean two = spec.players() == 2;
    Check.that(
        two || !config.expert().isUsed(),
        "expert.files",
        "must be [] for a game of one player",
        config.expert().files());
    Check.that(
        two || !config.gating().isOn(),
        "gating.everySteps",
        "must be 0 for a game of one player",
        config.gating().everySteps());
    Check.that(
        !config.search().leafImages() || config.replay().stackedFrames() == 1,
        "search.leafImages",
        "must be false with replay.stackedFrames above 1",
        true);
  }

  /** A value prefix adds up the rewards of one player, over unrolled steps. */
  private static void requireOnePlayer(MuZeroConfig config, EnvironmentSpec spec) {
    boolean prefix = config.network().prefixHorizon() > 0;
    Check.that(
        !prefix || spec.players() == 1,
        "network.rewardHead",
        "must be state or dynamics in games for two: prefix adds up one player's rewards",
        "prefix");
    Check.that(
        !prefix || !config.search().usesRules(),
        "network.rewardHead",
        "must be state or dynamics with search.model=rules, which unrolls nothing",
        "prefix");
  }

  /**
   * A bound that the command line names replaces the other one of a file or of the game's own
   * configuration, and one that a file names that of the game's own: who asks for an hour wants no
   * 40,000 steps. Bounds named side by side hold both.
   */
  private static void lift(
      String key, String other, List<ConfigLayer> layers, ConfigLayers<MuZeroConfig> settings) {
    if (settings.value(key).asDouble() > 0 && rank(key, layers) > rank(other, layers)) {
      settings.put(other, "0", settings.origin(key));
    }
  }

  /**
   * That scalars beyond a support are meant to be clipped was said of the range beside it: a range
   * of a higher rank than that word is watched.
   */
  private static void watch(
      String support, List<ConfigLayer> layers, ConfigLayers<MuZeroConfig> settings) {
    String mayClip = support + ".mayClip";
    int said = rank(mayClip, layers);
    for (String end : List.of(support + ".min", support + ".max")) {
      if (rank(end, layers) > said) {
        settings.put(mayClip, "false", settings.origin(end));
      }
    }
  }

  /** 2 when the command line names a key, 1 when only a file does, 0 when neither does. */
  private static int rank(String key, List<ConfigLayer> layers) {
    int rank = 0;
    for (ConfigLayer layer : layers) {
      ConfigLayers<MuZeroConfig> alone = new ConfigLayers<>(MuZeroConfig.SCHEMA);
      String unset = alone.origin(key);
      apply(List.of(layer), alone);
      if (!alone.origin(key).equals(unset)) {
        rank = Math.max(rank, isFile(layer) ? 1 : 2);
      }
    }
    return rank;
  }

  private static boolean isFile(ConfigLayer layer) {
    return layer instanceof ConfigLayer.File || layer instanceof ConfigLayer.Text;
  }

  private static void requireJudged(MuZeroConfig config, GameProvider game) {
    int stopAt = config.run().stopAt();
    if (stopAt > 0
        && game.solver(config.gameOptions()).filter(Solver::canEnumerate).isEmpty()
        && game.policyEvaluator(config.gameOptions()).isEmpty()) {
      throw new InvalidSettingException(
          "run.stopAt",
          "must be 0 for "
              + game.name()
              + ", which has neither a solver of every state nor an exact value that could judge its"
              + " decisions",
          stopAt);
    }
  }

  private GameProvider game(List<ConfigLayer> layers) {
    String name = "";
    String place = "";
    for (ConfigLayer layer : layers) {
      ConfigLayers<MuZeroConfig> alone = new ConfigLayers<>(MuZeroConfig.SCHEMA);
      apply(List.of(layer), alone);
      String named = alone.value("game").asText();
      if (!named.isEmpty()) {
        if (!name.isEmpty() && !named.equals(name)) {
          throw new ConfigException(
              "game must be the same everywhere, was "
                  + Excerpt.of(name)
                  + " ("
                  + place
                  + ") and "
                  + Excerpt.of(named)
                  + " ("
                  + alone.origin("game")
                  + "); name one game, or another configuration");
        }
        name = named;
        place = alone.origin("game");
      }
    }
    if (name.isEmpty()) {
      throw new ConfigException(
          "no game is named: add --game NAME, one of " + String.join(", ", games.names()));
    }
    return games.get(name);
  }

  private static void apply(List<ConfigLayer> layers, ConfigLayers<MuZeroConfig> settings) {
    for (ConfigLayer layer : layers) {
      if (layer instanceof ConfigLayer.File file) {
        settings.file(file.path());
      } else if (layer instanceof ConfigLayer.Text text) {
        settings.yaml(text.yaml(), text.place());
      } else if (layer instanceof ConfigLayer.Assignment assignment) {
        settings.assign(assignment.text(), "--set");
      } else if (layer instanceof ConfigLayer.Flag flag) {
        settings.put(flag.key(), flag.value(), flag.option());
      }
    }
  }
}
