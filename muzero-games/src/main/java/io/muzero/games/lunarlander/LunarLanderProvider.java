package io.muzero.games.lunarlander;

import io.muzero.environment.BinnedActions;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code lunarlander} known.
 *
 * <p>Options: {@code continuous} (false), {@code bins} (values of each of the two continuous
 * actions, 4; 0 leaves them continuous; only with {@code continuous}), {@code enable_wind} (false),
 * {@code wind_power} (15 N, within [0, 100]), {@code turbulence_power} (1.5 Nm, within [0, 10]),
 * {@code gravity} (−10 m/s², within [−11.99, −.01]) and {@code deterministic} (false: engines are
 * dispersed).
 */
public final class LunarLanderProvider implements GameProvider {

  @Override
  public String name() {
    return "lunarlander";
  }

  @Override
  public String description() {
    return "land on a pad with three engines (Gymnasium's LunarLander-v3)";
  }

  @Override
  public Environment create(GameOptions options) {
    options.only(
        "continuous",
        "bins",
        "enable_wind",
        "wind_power",
        "turbulence_power",
        "gravity",
        "deterministic");
    boolean continuous = options.flag("continuous", false);
    int bins = options.integer("bins", continuous ? 4 : 0, 0, 100);
    if (bins == 1 || bins > 1 && !continuous) {
      throw GameOptions.refusal("bins", "must be 0, or at least 2 with continuous: true", bins);
    }
    LunarLander lander =
        new LunarLander(
            new LanderOptions(
                continuous,
                options.flag("enable_wind", false),
                options.number("wind_power", 15, 0, 100),
                options.number("turbulence_power", 1.5, 0, 10),
                options.number("gravity", -10, -11.99, -0.01),
                options.flag("deterministic", false)));
    return bins == 0 ? lander : new BinnedActions(lander, bins);
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "heuristic");
  }

  /** The player {@code heuristic} is {@link LanderHeuristic}. */
  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    return opponent.equals("heuristic")
        ? new LanderHeuristic()
        : GameProvider.super.opponent(opponent, options, seed);
  }
}
