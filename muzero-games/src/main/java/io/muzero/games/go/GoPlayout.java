package io.muzero.games.go;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Player;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The player {@code playout}: any legal move but one into an eye of its own, all equally likely,
 * and a pass where there is none, as in the playouts of Monte Carlo Go.
 *
 * <p>Used by one thread.
 */
final class GoPlayout implements Player {
  private final UniformRandomProvider random;

  GoPlayout(UniformRandomProvider random) {
    this.random = random;
  }

  @Override
  public Action choose(Environment environment) {
    Go game = (Go) environment;
    int pass = game.board().grid().points;
    int chosen = pass;
    int count = 0;
    for (int point = 0; point < pass; point++) {
      if (game.isLegal(point)
          && !game.board().isEye(point, game.toMove())
          && random.nextInt(++count) == 0) {
        chosen = point;
      }
    }
    return Action.of(chosen);
  }
}
