package io.muzero.replay;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/** How much is kept of what was played, how it is sampled and what targets it gives. */
public record ReplayConfig(
    @Setting(
            value = "positions kept, the oldest trajectories leave first; within [1, 100000000]",
            byDefault = "100000")
        int capacity,
    @Setting(
            value =
                "greatest size of what is kept, in MiB, from 1; it bounds together with capacity. Segments overlap: one of a long "
                    + "episode also holds the stackedFrames positions before it, where they are more than 1, and the unrollSteps + "
                    + "tdSteps after it",
            byDefault = "512")
        int capacityMiB,
    @Setting(
            value =
                "rewards n summed in a value target before it is bootstrapped with the search's value; 0: all to the "
                    + "episode's end, a Monte Carlo return (MuZero, Appendix G: 10 for Atari, to the end for board games)",
            byDefault = "10")
        int tdSteps,
    @Setting(
            value =
                "λ of value targets, within [0, 1]: at each step a share 1 − λ of a sum stops and takes the search's value, "
                    + "so that what is far off counts less than what was searched (TD(λ), Sutton and Barto, section "
                    + "12.3). 1: the whole sum (MuZero)",
            byDefault = "1.0")
        double tdLambda,
    @Setting(
            value =
                "discount γ of the value of one step later, for targets and search, above 0 and at most 1; positive for "
                    + "two players too, whose turns decide the sign (MuZero: 0.997 for Atari, 1 for board games)",
            byDefault = "0.997",
            also = "gamma")
        double discount,
    @Setting(
            value =
                "newest frames stacked in a network input; within [1, 64]; above 1 with the actions that led to them "
                    + "(MuZero, Appendix E)",
            byDefault = "1")
        int stackedFrames,
    @Setting(
            value =
                "positions of an episode handed over at once, so that a long episode is learned from before it ends; "
                    + "from 1 (MuZero, Appendix G: 200). No meaning with tdSteps 0, whose targets need the end",
            byDefault = "200")
        int segmentLength,
    @Setting(
            value =
                "whether positions with a greater value error are sampled more often (MuZero, Appendix G); a new position "
                    + "starts with that of the network that played it. Otherwise all alike",
            byDefault = "true")
        boolean prioritised,
    @Setting(
            value =
                "exponent α of priorities, within [0, 2]; 0 samples uniformly (Prioritized Experience Replay, "
                    + "arXiv:1511.05952: 0.6; MuZero: 1)",
            byDefault = "0.6")
        double alpha,
    @Setting(
            value =
                "exponent β of the importance weights that correct for priorities, within [0, 1]; 1 corrects fully "
                    + "(Prioritized Experience Replay: 0.4 rising to 1; MuZero: 1)",
            byDefault = "0.4")
        double beta,
    @Setting(
            value =
                "added to a position's value error before α, within [1e-9, 1000]: what is known well is still seen",
            byDefault = "0.01")
        double epsilon,
    @Setting(
            value =
                "whether each sampled sequence is turned by a random symmetry of the game, where it has any",
            byDefault = "true")
        boolean augment,
    @Setting(
            value =
                "share of a policy target, within [0, 1), that is spread evenly over the legal actions (label smoothing, "
                    + "arXiv:1512.00567, section 7): a policy that is all but certain hardly learns otherwise, whatever the "
                    + "search finds. 0: none (MuZero)",
            byDefault = "0.0")
        double policySmoothing,
    @Setting(
            value =
                "value of a searched position that is recorded, and that value targets are bootstrapped from: improved "
                    + "(Σ π'(a)·Q(a) of the improved policy π'; noise in Q raises it where actions are many and "
                    + "simulations few) or mean (of the network's value and all visits, as mctx; exploring bad actions lowers it)",
            byDefault = "improved")
        RootValue rootValue,
    @Setting(
            value =
                "cells that each sampled picture is moved by at most, at random in both directions, its border repeated; "
                    + "within [0, 64] (EfficientZero: 4). 0: never",
            byDefault = "0")
        int randomShift,
    @Setting(
            value =
                "greatest reward, in either direction, that is recorded; greater ones count as this, at least 0 (1 for "
                    + "Atari in MuZero's predecessors and EfficientZero). 0: all as they are",
            byDefault = "0.0")
        double rewardClip) {
  /** Most MiB that can be asked for, 16 TiB: so that as a number of bytes it stays a whole one. */
  private static final int MOST_MEBIBYTES = 1 << 24;

  /** Checks the ranges. */
  public ReplayConfig {
    Check.within("replay.capacity", capacity, 1, 100_000_000);
    Check.within("replay.capacityMiB", capacityMiB, 1, MOST_MEBIBYTES);
    Check.atLeast("replay.tdSteps", tdSteps, 0);
    Check.within("replay.tdLambda", tdLambda, 0, 1);
    Check.above("replay.discount", discount, 0);
    Check.within("replay.discount", discount, 0, 1);
    Check.within("replay.stackedFrames", stackedFrames, 1, 64);
    Check.within("replay.segmentLength", segmentLength, 1, 1_000_000);
    Check.that(
        tdSteps == 0 || segmentLength <= capacity,
        "replay.segmentLength",
        "must be at most replay.capacity (" + capacity + ")",
        segmentLength);
    Check.within("replay.alpha", alpha, 0, 2);
    Check.within("replay.beta", beta, 0, 1);
    Check.within("replay.epsilon", epsilon, 1e-9, 1000);
    Check.that(
        policySmoothing >= 0 && policySmoothing < 1,
        "replay.policySmoothing",
        "must be within [0, 1)",
        policySmoothing);
    Check.within("replay.randomShift", randomShift, 0, 64);
    Check.atLeast("replay.rewardClip", rewardClip, 0);
  }

  /** How pictures and rewards are learned from as they are. */
  public ReplayConfig(
      int capacity,
      int capacityMiB,
      int tdSteps,
      double tdLambda,
      double discount,
      int stackedFrames,
      int segmentLength,
      boolean prioritised,
      double alpha,
      double beta,
      double epsilon,
      boolean augment,
      double policySmoothing,
      RootValue rootValue) {
    this(
        capacity,
        capacityMiB,
        tdSteps,
        tdLambda,
        discount,
        stackedFrames,
        segmentLength,
        prioritised,
        alpha,
        beta,
        epsilon,
        augment,
        policySmoothing,
        rootValue,
        0,
        0);
  }

  /** A reward as it is recorded. */
  public double clipped(double reward) {
    return rewardClip == 0 ? reward : Math.max(-rewardClip, Math.min(rewardClip, reward));
  }

  /** Whether value targets sum all rewards to the episode's end. */
  public boolean monteCarlo() {
    return tdSteps == 0;
  }
}
