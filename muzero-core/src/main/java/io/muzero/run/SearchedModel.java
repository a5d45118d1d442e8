package io.muzero.run;

import io.muzero.environment.Environment;
import io.muzero.model.GameBoundary;
import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.replay.ObservationStacker;
import io.muzero.rules.RulesModel;
import io.muzero.rules.SearchedGame;
import io.muzero.rules.StateSize;

/** What the searches of a run ask: the network itself, or the real rules with it. */
public final class SearchedModel {
  private SearchedModel() {}

  /**
   * The model that a run's search asks; closing it closes the network.
   *
   * @param boundary told when the search is inside the game
   */
  public static MuZeroModel of(RunSetup setup, DjlMuZeroModel network, GameBoundary boundary) {
    return RulesModel.choose(
        setup.config().search(),
        network,
        new SearchedGame(setup.config().game(), setup::environment, boundary),
        setup.stacker(),
        setup.config().replay().discount());
  }

  /**
   * Numbers of four bytes that a search by the rules keeps of each state.
   *
   * @param game an environment of its own, which is played
   */
  static int copySize(Environment game, ObservationStacker stacker) {
    return StateSize.of(game, stacker);
  }
}
