package io.muzero.blackboard;

import java.util.Locale;

/**
 * Totals and last values of a run, over all its sessions; each is kept in checkpoints under its
 * name.
 */
public enum Counter {
  /** Steps made in the real environments of self-play. */
  ENV_STEPS,
  /** Games finished in self-play. */
  GAMES,
  /** Simulations done in self-play. */
  SIMULATIONS,
  /** States the network evaluated in self-play. */
  EVALUATIONS,
  /** States those network calls could have evaluated at most. */
  CALL_CAPACITY,
  /** Sum over self-play's simulations of the actions from root to leaf. */
  DEPTH,
  /** Positions trained on. */
  SAMPLES,
  /**
   * Millionths of samples that the learner may have trained on: each position counts with the
   * replay ratio of the session that played it.
   */
  ENTITLED,
  /** Positions whose targets were searched anew. */
  REANALYSED,
  /**
   * Millionths of positions that the reanalyser may have searched anew: each recorded position
   * counts with the share of the session that played it.
   */
  REANALYSE_ENTITLED,
  /** Milliseconds the run has trained. */
  WALL_MILLIS,
  /** Candidates that have played for the place of the weights that play. */
  GATINGS,
  /** Training step of the newest candidate. */
  GATED_STEP,
  /** Evaluations in a row, up to the newest, that found no wrong decision. */
  FAULTLESS_EVALUATIONS,
  /** Training step of the newest evaluation. */
  EVALUATED_STEP,
  /**
   * Numbers of players, and of their random numbers, that were given out: the next has this one. 0
   * in a run that was never played elsewhere, whose threads count from 0 in each session.
   */
  PLAYER_NUMBERS;

  /** The name in a checkpoint's manifest. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
