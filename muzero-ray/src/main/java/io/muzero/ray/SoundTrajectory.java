package io.muzero.ray;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.replay.Trajectory;
import java.util.Optional;

/**
 * What a trajectory from elsewhere must be like to be learned from: of this game, with actions that
 * exist and were legal, policies that are shares, and numbers that are finite. Immutable and
 * thread-safe.
 *
 * @param spec the run's game
 */
record SoundTrajectory(EnvironmentSpec spec) {
  /** What the shares of a policy may together be off 1: many are small and rounded. */
  private static final double ROUNDING = 1e-3;

  /** What is wrong with it; empty when nothing is. */
  Optional<String> complaint(Trajectory trajectory) {
    if (trajectory.actionCount() != spec.actionCount()
        || trajectory.frameSize() != spec.observationSize()) {
      return Optional.of(
          "a trajectory has "
              + trajectory.actionCount()
              + " actions and frames of "
              + trajectory.frameSize()
              + " numbers, the game has "
              + spec.actionCount()
              + " and "
              + spec.observationSize());
    }
    if (trajectory.format() != spec.format()) {
      return Optional.of(
          "a trajectory has frames of " + trajectory.format() + ", the game has " + spec.format());
    }
    if (!trajectory.hasFiniteFrames()) {
      return Optional.of("a trajectory has a frame with a number that is not finite");
    }
    for (int t = 0; t < trajectory.length(); t++) {
      Optional<String> wrong = complaint(trajectory, t);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    for (int position = 0; position < trajectory.searchedPositions(); position++) {
      if (!Float.isFinite(trajectory.rootValue(position))) {
        return Optional.of("a trajectory has a value that is not finite at position " + position);
      }
      int player = trajectory.toPlay(position);
      if (player < 0 || player >= spec.players()) {
        return Optional.of(
            "a trajectory has player "
                + player
                + " to move at position "
                + position
                + ", the game has "
                + spec.players());
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a step. */
  private Optional<String> complaint(Trajectory trajectory, int t) {
    int action = trajectory.action(t);
    if (action < 0 || action >= spec.actionCount() || !trajectory.isLegal(t, action)) {
      return Optional.of("a trajectory plays " + action + " at step " + t + ", which is illegal");
    }
    boolean finite =
        Float.isFinite(trajectory.reward(t)) && Float.isFinite(trajectory.networkValue(t));
    double sum = 0;
    boolean negative = false;
    for (int a = 0; a < spec.actionCount(); a++) {
      float share = trajectory.policy(t, a);
      finite &= Float.isFinite(share);
      negative |= share < 0;
      sum += share;
    }
    if (!finite) {
      return Optional.of("a trajectory has a number at step " + t + " that is not finite");
    }
    if (negative || Math.abs(sum - 1) > ROUNDING) {
      return Optional.of(
          "a trajectory has a policy at step "
              + t
              + " that is no distribution: its shares are "
              + (negative ? "partly negative" : "together " + sum));
    }
    return Optional.empty();
  }
}
