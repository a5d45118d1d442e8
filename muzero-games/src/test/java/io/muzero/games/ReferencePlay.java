package io.muzero.games;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Step;

/** Episodes of a reference player. */
public final class ReferencePlay {
  private ReferencePlay() {}

  /** The undiscounted return of one episode. */
  public static double episode(Environment environment, Player player, long seed) {
    environment.reset(seed);
    double total = 0;
    Step step;
    do {
      step = environment.step(player.choose(environment));
      total += step.reward();
    } while (!step.ended());
    return total;
  }

  /** The mean return over the seeds {@code first .. first + episodes - 1}. */
  public static double mean(
      GameProvider game, GameOptions options, String player, long first, int episodes) {
    Environment environment = game.create(options);
    Player reference = game.opponent(player, options, 1);
    double sum = 0;
    for (int i = 0; i < episodes; i++) {
      sum += episode(environment, reference, first + i);
    }
    return sum / episodes;
  }
}
