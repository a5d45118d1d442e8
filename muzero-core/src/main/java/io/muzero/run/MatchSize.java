package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchSize;

/** How many positions those who measure agents search at once, so that it fits beside training. */
final class MatchSize {
  /** Most positions that are searched at once: more make no call cheaper. */
  private static final int MOST = 256;

  /**
   * Bytes that the trees of a measured agent may take, and their hidden states as much: 256 MiB,
   * small beside what training itself needs.
   */
  private static final long MOST_BYTES = 256L << 20;

  private MatchSize() {}

  /**
   * Positions that an evaluation searches at once: as many as it plays games or, where it looks at
   * every state, enough to keep the network busy.
   */
  static int evaluationBatch(RunSetup setup) {
    return setup.seesEveryState() ? thatFit(MOST, evaluation(setup, 1)) : gamesEvaluated(setup);
  }

  /** Positions that an evaluation's games have to be searched at once. */
  static int gamesEvaluated(RunSetup setup) {
    MuZeroConfig config = setup.config();
    int images = config.evaluation().symmetries() ? setup.stacker().transformations() : 1;
    return thatFit((long) config.evaluation().games() * images, evaluation(setup, 1));
  }

  /** Positions that each side of a gating match searches at once. */
  static int gatingBatch(RunSetup setup) {
    return thatFit(setup.config().gating().games(), gating(setup, 1));
  }

  /** The size of an evaluation's search of that many positions. */
  static SearchSize evaluation(RunSetup setup, int batch) {
    MuZeroConfig config = setup.config();
    return of(setup, config.evaluation().trainingSearch(config.search()), batch);
  }

  /** The size of the search of one side of a gating match of that many positions. */
  static SearchSize gating(RunSetup setup, int batch) {
    MuZeroConfig config = setup.config();
    return of(setup, config.gating().search(config.search()), batch);
  }

  /** The size of a search of that many positions. */
  static SearchSize of(RunSetup setup, SearchConfig search, int batch) {
    return SearchSize.of(search, batch, setup.shape().actionCount(), setup.stateSize());
  }

  private static int thatFit(long wanted, SearchSize one) {
    return SearchSize.thatFit((int) Math.min(MOST, wanted), 1, one, MOST_BYTES);
  }
}
