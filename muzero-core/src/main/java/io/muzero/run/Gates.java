package io.muzero.run;

import io.muzero.config.MuZeroConfig;

/** What keeps playing, learning and searching again in step with each other. Thread-safe. */
public final class Gates {
  private final ReplayRatio ratio;
  private final ReanalyseShare share;
  private final ExpertPhase experts;

  private Gates(ReplayRatio ratio, ReanalyseShare share, ExpertPhase experts) {
    this.ratio = ratio;
    this.share = share;
    this.experts = experts;
  }

  static Gates of(MuZeroConfig config) {
    return new Gates(
        new ReplayRatio(
            config.run().replayRatio(),
            config.run().warmUp(),
            config.run().lead(),
            config.learner().batchSize()),
        new ReanalyseShare(config.reanalyse().share(), config.run().warmUp(), config.run().lead()),
        new ExpertPhase(!config.expert().isAlone(1)));
  }

  /** Between playing and learning. */
  ReplayRatio ratio() {
    return ratio;
  }

  /** Between playing and searching again. */
  ReanalyseShare share() {
    return share;
  }

  /** Between learning from games of experts and playing. */
  ExpertPhase experts() {
    return experts;
  }

  /** Whether self-play may go on. */
  public boolean mayPlay() {
    return experts.mayPlay() && ratio.mayPlay() && share.mayPlay();
  }

  /**
   * Positions that many players together should be asked for, so that they do not play far beyond
   * the lead: no bound while those wait who use positions up.
   */
  public long room() {
    long ofLearner = ratio.mayTrain() ? ratio.room() : Long.MAX_VALUE;
    return share.isBehind() ? Math.min(ofLearner, share.room()) : ofLearner;
  }

  /** Positions that self-play may record before it must wait, if nobody uses any up meanwhile. */
  public long slack() {
    return Math.min(ratio.room(), share.room());
  }

  /** Waits until self-play may go on or the run ends. */
  public void awaitPlay() throws InterruptedException {
    experts.awaitPlay();
    ratio.awaitPlay();
    share.awaitPlay();
  }

  /** Lets every waiting thread go, for good: the run ends. */
  void release() {
    experts.release();
    ratio.release();
    share.release();
  }
}
