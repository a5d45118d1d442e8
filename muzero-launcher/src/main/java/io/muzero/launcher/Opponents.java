package io.muzero.launcher;

import io.muzero.config.NearestWord;
import io.muzero.environment.GameProvider;
import java.util.List;

/** The reference players that {@code --opponent} may name. */
final class Opponents {
  private Opponents() {}

  /**
   * The name of a reference player that the game has.
   *
   * @throws UsageException when it has none of this name
   */
  static String require(GameProvider game, String named) {
    List<String> opponents = game.opponents();
    if (!opponents.contains(named)) {
      throw new UsageException(
          "--opponent must be one of "
              + String.join(", ", opponents)
              + ", was "
              + named
              + NearestWord.hint(named, opponents));
    }
    return named;
  }
}
