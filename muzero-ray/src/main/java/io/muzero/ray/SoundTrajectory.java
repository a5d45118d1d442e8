package io.muzero.ray;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.replay.Trajectory;
import java.util.Optional;

/**
 * What a trajectory from elsewhere must be like to be learned from: of this game, with actions that
 * exist and were legal, and with numbers that are finite. Immutable and thread-safe.
 *
 * @param spec the run's game
 */
record SoundTrajectory(EnvironmentSpec spec) {
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
    for (int t = 0; t < trajectory.length(); t++) {
      int action = trajectory.action(t);
      if (action < 0 || action >= spec.actionCount() || !trajectory.isLegal(t, action)) {
        return Optional.of("a trajectory plays " + action + " at step " + t + ", which is illegal");
      }
      boolean finite =
          Float.isFinite(trajectory.reward(t)) && Float.isFinite(trajectory.networkValue(t));
      for (int a = 0; finite && a < spec.actionCount(); a++) {
        finite = Float.isFinite(trajectory.policy(t, a));
      }
      if (!finite) {
        return Optional.of("a trajectory has a number at step " + t + " that is not finite");
      }
    }
    for (int position = 0; position < trajectory.searchedPositions(); position++) {
      if (!Float.isFinite(trajectory.rootValue(position))) {
        return Optional.of("a trajectory has a value that is not finite at position " + position);
      }
    }
    return Optional.empty();
  }
}
