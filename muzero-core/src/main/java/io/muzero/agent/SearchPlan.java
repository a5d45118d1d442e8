package io.muzero.agent;

/**
 * How long a search is to be, and how closely it is watched.
 *
 * @param simulations simulations that the search is laid out for, from 1; in each symmetric image
 * @param most simulations that it may go on to, from {@code simulations} to {@link #LIMIT}: memory
 *     is taken for so many when it begins
 * @param snapshotEvery simulations between two snapshots; 0: one at the end of each advance
 * @param snapshotsKept snapshots that stay, from 2. When there are more, every second one goes, and
 *     from then on they are taken half as often
 */
public record SearchPlan(int simulations, int most, int snapshotEvery, int snapshotsKept) {
  /** The most simulations of any search. */
  public static final int LIMIT = 100_000;

  /** A plan that keeps all snapshots. */
  public SearchPlan(int simulations, int most, int snapshotEvery) {
    this(simulations, most, snapshotEvery, Integer.MAX_VALUE);
  }

  /** Checks the ranges. */
  public SearchPlan {
    if (simulations < 1) {
      throw new IllegalArgumentException("simulations must be at least 1, was " + simulations);
    }
    if (most < simulations || most > LIMIT) {
      throw new IllegalArgumentException(
          "most must be within [simulations, limit] = ["
              + simulations
              + ", "
              + LIMIT
              + "], was "
              + most);
    }
    if (snapshotEvery < 0) {
      throw new IllegalArgumentException("snapshotEvery must be at least 0, was " + snapshotEvery);
    }
    if (snapshotsKept < 2) {
      throw new IllegalArgumentException("snapshotsKept must be at least 2, was " + snapshotsKept);
    }
  }

  /** A search of so many simulations that cannot go on past them, with one snapshot at its end. */
  public static SearchPlan of(int simulations) {
    return new SearchPlan(simulations, simulations, 0);
  }

  /** The same with room for more simulations. */
  public SearchPlan upTo(int most) {
    return new SearchPlan(simulations, most, snapshotEvery, snapshotsKept);
  }

  /** The same with other snapshots. */
  public SearchPlan withSnapshotEvery(int every) {
    return new SearchPlan(simulations, most, every, snapshotsKept);
  }

  /** The same with so many snapshots at most. */
  public SearchPlan keepingSnapshots(int kept) {
    return new SearchPlan(simulations, most, snapshotEvery, kept);
  }
}
