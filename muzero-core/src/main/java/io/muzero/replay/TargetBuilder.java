package io.muzero.replay;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Turns recorded steps into what the network should have said (MuZero, arXiv:1911.08265, Appendix
 * G).
 *
 * <p>The value target of position t is the n-step return z_t = Σ_{i&lt;n} γ^i ± u_{t+i} + γ^n ±
 * ν_{t+n}, with rewards u and search values ν; a term has the sign + when its player to move is the
 * one of t and − otherwise, so that players need not alternate. A terminated game's end has value
 * 0; a truncated episode is bootstrapped from its last state.
 *
 * <p>With λ below 1 it is the λ-return cut after n steps (Sutton and Barto, Reinforcement Learning,
 * second edition, section 12.3): z_t = u_t ± γ ((1 − λ) ν_{t+1} + λ z_{t+1}).
 *
 * <p>A sum never goes over an action that was drawn at random and is not the search's own choice:
 * it is bootstrapped where that was done, because what followed says what the random action was
 * worth, not what the position is. A draw that hits the search's own choice cuts nothing (as
 * Watkins's Q(λ) cuts its traces at other than greedy actions only; Sutton and Barto, section
 * 12.10). The paper has no such actions.
 *
 * <p>The policy target is the search's policy π, or (1 − ε) π + ε / L on the L legal actions (label
 * smoothing, arXiv:1512.00567, section 7): the gradient of the cross-entropy at an action of
 * probability p is p − target, which is nothing where both are all but 0, however much more the
 * search gives it.
 *
 * <p>Past the end of a terminated game the states are absorbing: value 0, reward 0, random actions,
 * no policy. Past a truncation nothing is known and nothing is learned; the paper's pseudocode does
 * not tell these two apart.
 *
 * <p>Immutable and thread-safe.
 */
public final class TargetBuilder {
  private final ObservationStacker stacker;
  private final double discount;
  private final int tdSteps;
  private final double tdLambda;
  private final float policySmoothing;
  private final RandomShift shift;

  /**
   * A target builder.
   *
   * @param stacker composes network inputs
   * @param config discount, number of steps, λ, smoothing and how pictures move
   */
  public TargetBuilder(ObservationStacker stacker, ReplayConfig config) {
    this.stacker = stacker;
    shift = stacker.shift(config.randomShift());
    discount = config.discount();
    tdSteps = config.monteCarlo() ? Integer.MAX_VALUE : config.tdSteps();
    tdLambda = config.tdLambda();
    policySmoothing = (float) config.policySmoothing();
  }

  /**
   * The n-step, or λ-, returns of all positions, each in the view of its player to move.
   *
   * @return [T]
   */
  public float[] valueTargets(Trajectory trajectory) {
    int length = trajectory.length();
    // With as many steps as there are positions the recursion gives the same in linear time.
    return tdSteps >= length ? monteCarlo(trajectory) : nStep(trajectory);
  }

  private float[] nStep(Trajectory trajectory) {
    float[] targets = new float[trajectory.length()];
    for (int t = 0; t < targets.length; t++) {
      int bootstrap = Math.min(t + tdSteps, lastPosition(trajectory));
      for (int i = t; i < bootstrap; i++) {
        if (trajectory.isExplored(i)) {
          bootstrap = i;
        }
      }
      double value = rootValue(trajectory, bootstrap);
      for (int i = bootstrap - 1; i >= t; i--) {
        value = stepBack(trajectory, i, bootstrap, value);
      }
      targets[t] = (float) value;
    }
    return targets;
  }

  private float[] monteCarlo(Trajectory trajectory) {
    float[] targets = new float[trajectory.length()];
    int last = lastPosition(trajectory);
    double value = rootValue(trajectory, last);
    if (last < targets.length) {
      targets[last] = (float) value;
    }
    for (int t = last - 1; t >= 0; t--) {
      value =
          trajectory.isExplored(t)
              ? trajectory.rootValues[t]
              : stepBack(trajectory, t, last, value);
      targets[t] = (float) value;
    }
    return targets;
  }

  /** What the search found at a position; 0 past the end. */
  private static double rootValue(Trajectory trajectory, int position) {
    return position < trajectory.searchedPositions() ? trajectory.rootValues[position] : 0;
  }

  /**
   * The return of position t from that of the next one.
   *
   * @param bootstrap position whose value ends the sum
   * @param next return of position t + 1 in the view of its player
   */
  private double stepBack(Trajectory trajectory, int t, int bootstrap, double next) {
    double ahead = 0;
    if (t + 1 < trajectory.searchedPositions()) {
      double mixed =
          t + 1 == bootstrap
              ? next
              : (1 - tdLambda) * trajectory.rootValues[t + 1] + tdLambda * next;
      ahead = discount * sign(trajectory.toPlay[t], trajectory.toPlay[t + 1]) * mixed;
    }
    return trajectory.rewards[t] + ahead;
  }

  /** The position whose value ends every sum: the end, or the last one that was searched. */
  private static int lastPosition(Trajectory trajectory) {
    return trajectory.terminated() ? trajectory.length() : trajectory.searchedPositions() - 1;
  }

  private static int sign(int player, int other) {
    return player == other ? 1 : -1;
  }

  /**
   * A sampled position.
   *
   * @param trajectory where it is
   * @param valueTargets what {@link #valueTargets} gave for the trajectory
   * @param position its index there
   * @param transformation number of the symmetry that the whole row is turned by
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sampled(Trajectory trajectory, float[] valueTargets, int position, int transformation) {
    /** The same as another symmetry shows it. */
    Sampled turned(int other) {
      return new Sampled(trajectory, valueTargets, position, other);
    }
  }

  /**
   * Fills one row of a batch, except its importance and position.
   *
   * @param random draws how pictures move, and actions past the end
   */
  void fill(TrainingBatch batch, int row, Sampled sampled, UniformRandomProvider random) {
    Trajectory trajectory = sampled.trajectory;
    int position = sampled.position;
    if (batch.pictures == null) {
      int at = row * batch.observationSize;
      stacker.write(trajectory, position, sampled.transformation, batch.observations, at);
      shift.move(batch.observations, at, stacker.framePlanes(), random);
    } else {
      writePicture(batch.pictures, row, trajectory, position, random);
    }
    batch.rewardTarget[row] = 0f;
    batch.rewardWeight[row] = 0f;
    batch.movesAgain[row] = 0f;
    batch.turnWeight[row] = 0f;
    int[] transformed = stacker.transformedActions(sampled.transformation);
    for (int k = 0; k <= batch.unrollSteps; k++) {
      int at = k * batch.size + row;
      fillState(batch, at, sampled, position + k, transformed);
      if (k < batch.unrollSteps) {
        fillStep(batch, at, trajectory, position + k, transformed);
        if (position + k >= trajectory.length()) {
          batch.actions[at] = random.nextInt(batch.actionCount);
        }
      }
    }
    fillNextObservations(batch, row, sampled, random);
  }

  /** Weight of what is known past the end: absorbing states after a termination, else nothing. */
  private static float pastEnd(Trajectory trajectory) {
    return trajectory.terminated() ? 1f : 0f;
  }

  /** Writes what the network should say of position t, to the batch's entry {@code at}. */
  private void fillState(TrainingBatch batch, int at, Sampled sampled, int t, int[] transformed) {
    int policyAt = at * batch.actionCount;
    if (t < sampled.trajectory.length()) {
      batch.valueTarget[at] = sampled.valueTargets[t];
      batch.valueWeight[at] = 1f;
      batch.policyWeight[at] = 1f;
      fillPolicy(batch.policyTarget, policyAt, sampled.trajectory, t, transformed);
    } else {
      batch.valueTarget[at] = 0f;
      batch.valueWeight[at] = pastEnd(sampled.trajectory);
      batch.policyWeight[at] = 0f;
      Arrays.fill(batch.policyTarget, policyAt, policyAt + batch.actionCount, 0f);
    }
  }

  /** Writes the transition from position t on, but for an action past the end, which is drawn. */
  private static void fillStep(
      TrainingBatch batch, int at, Trajectory trajectory, int t, int[] transformed) {
    int next = at + batch.size;
    boolean known = t + 1 < trajectory.searchedPositions();
    boolean again = known && trajectory.toPlay[t] == trajectory.toPlay[t + 1];
    batch.movesAgain[next] = again ? 1f : 0f;
    batch.turnWeight[next] = known ? 1f : 0f;
    if (t < trajectory.length()) {
      batch.actions[at] = transformed[trajectory.actions[t]];
      batch.rewardTarget[next] = trajectory.rewards[t];
      batch.rewardWeight[next] = 1f;
    } else {
      batch.rewardTarget[next] = 0f;
      batch.rewardWeight[next] = pastEnd(trajectory);
    }
  }

  /** Writes the policy target of position t, smoothed and turned. */
  private void fillPolicy(
      float[] target, int offset, Trajectory trajectory, int t, int[] transformed) {
    float kept = 1 - policySmoothing;
    float each = policySmoothing == 0 ? 0 : policySmoothing / trajectory.legalActions(t);
    int from = t * transformed.length;
    for (int a = 0; a < transformed.length; a++) {
      float policy = kept * trajectory.policies[from + a];
      boolean spread = each > 0 && trajectory.isLegal(t, a);
      target[offset + transformed[a]] = spread ? policy + each : policy;
    }
  }

  private void writePicture(
      Pictures pictures,
      int row,
      Trajectory trajectory,
      int position,
      UniformRandomProvider random) {
    stacker.write(trajectory, position, pictures, row);
    shift.move(pictures.frames(), row * pictures.size(), stacker.framePlanes(), random);
  }

  private void fillNextObservations(
      TrainingBatch batch, int row, Sampled sampled, UniformRandomProvider random) {
    Trajectory trajectory = sampled.trajectory;
    float[] weights = batch.nextObservationWeight;
    if (!batch.hasNextObservations()) {
      return;
    }
    for (int k = 0; k < batch.unrollSteps; k++) {
      int at = k * batch.size + row;
      int t = sampled.position + k + 1;
      weights[at] = t < trajectory.frameCount() ? 1f : 0f;
      if (batch.pictures != null) {
        // Past the end the last frame stands in, which counts nothing.
        int shown = Math.min(t, trajectory.frameCount() - 1);
        writePicture(batch.pictures, batch.size + at, trajectory, shown, random);
        continue;
      }
      int from = at * batch.observationSize;
      if (t < trajectory.frameCount()) {
        stacker.write(trajectory, t, sampled.transformation, batch.nextObservations, from);
        shift.move(batch.nextObservations, from, stacker.framePlanes(), random);
      } else {
        Arrays.fill(batch.nextObservations, from, from + batch.observationSize, 0f);
      }
    }
  }
}
