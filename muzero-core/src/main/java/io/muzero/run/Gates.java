package io.muzero.run;

import io.muzero.config.MuZeroConfig;

/**
 * What keeps playing, learning and searching again in step with each other. Thread-safe.
 *
 * @param ratio between playing and learning
 * @param share between playing and searching again
 */
public record Gates(ReplayRatio ratio, ReanalyseShare share) {
  static Gates of(MuZeroConfig config) {
    return new Gates(
        new ReplayRatio(
            config.run().replayRatio(),
            config.run().warmUp(),
            config.run().lead(),
            config.learner().batchSize()),
        new ReanalyseShare(config.reanalyse().share(), config.run().warmUp(), config.run().lead()));
  }

  /** Whether self-play may go on. */
  public boolean mayPlay() {
    return ratio.mayPlay() && share.mayPlay();
  }

  /** Waits until self-play may go on or the run ends. */
  public void awaitPlay() throws InterruptedException {
    ratio.awaitPlay();
    share.awaitPlay();
  }

  /** Lets every waiting thread go, for good: the run ends. */
  void release() {
    ratio.release();
    share.release();
  }
}
