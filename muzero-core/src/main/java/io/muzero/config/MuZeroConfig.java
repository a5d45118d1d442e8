package io.muzero.config;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.expert.ExpertConfig;
import io.muzero.network.NetworkConfig;
import io.muzero.replay.ReplayConfig;
import io.muzero.search.SearchConfig;
import io.muzero.selfplay.EvaluationConfig;
import io.muzero.selfplay.GatingConfig;
import io.muzero.selfplay.ReanalyseConfig;
import io.muzero.selfplay.SelfPlayConfig;
import io.muzero.settings.Check;
import io.muzero.settings.Setting;
import io.muzero.training.LearnerConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything a run depends on: each package's own record, composed. */
public record MuZeroConfig(
    @Setting(value = "the game's name; `games` lists them", byDefault = "''") String game,
    @Setting(
            value = "seed that every stream of random numbers is split from, at least 0",
            byDefault = "1")
        long seed,
    @Setting(value = "the game's own options, such as a board's size", byDefault = "{}")
        Map<String, Object> environment,
    @Setting(value = "the network", byDefault = "{}") NetworkConfig network,
    @Setting(value = "the search", byDefault = "{}", also = "mcts") SearchConfig search,
    @Setting(value = "how games are played to make training data", byDefault = "{}")
        SelfPlayConfig selfPlay,
    @Setting(value = "what is kept of the games, and how it is sampled", byDefault = "{}")
        ReplayConfig replay,
    @Setting(value = "how the network is trained", byDefault = "{}") LearnerConfig learner,
    @Setting(value = "how stored games get fresh targets", byDefault = "{}")
        ReanalyseConfig reanalyse,
    @Setting(value = "games of experts that are learned from first", byDefault = "{}")
        ExpertConfig expert,
    @Setting(value = "whether newer weights must win before they play", byDefault = "{}")
        GatingConfig gating,
    @Setting(value = "how strength is measured beside training", byDefault = "{}")
        EvaluationConfig evaluation,
    @Setting(value = "the run's length, pace, place and device", byDefault = "{}") RunConfig run) {
  /** The keys, their meanings and defaults. */
  public static final ConfigSchema<MuZeroConfig> SCHEMA = ConfigSchema.of(MuZeroConfig.class);

  /** Checks the seed and copies the options. */
  public MuZeroConfig {
    Check.atLeast("seed", seed, 0);
    // In their order: that of Map.copyOf is another in each process, and they are written to files.
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The same with other settings of the experts' games. */
  public MuZeroConfig withExpert(ExpertConfig other) {
    return new MuZeroConfig(
        game,
        seed,
        environment,
        network,
        search,
        selfPlay,
        replay,
        learner,
        reanalyse,
        other,
        gating,
        evaluation,
        run);
  }

  /** The game's own options. */
  public GameOptions gameOptions() {
    return new GameOptions(environment);
  }

  /**
   * The discount of one step as the model states it: γ for one player, −γ for two who alternate,
   * whose values are each other's negatives. Where turns vary it is γ, to which the model gives the
   * sign.
   */
  public double signedDiscount(EnvironmentSpec spec) {
    return spec.players() == 2 && spec.alternating() ? -replay.discount() : replay.discount();
  }
}
