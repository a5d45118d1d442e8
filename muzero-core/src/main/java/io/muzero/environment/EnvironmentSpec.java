package io.muzero.environment;

/**
 * What never changes about an environment.
 *
 * @param players 1, or 2 with zero sum
 * @param channels planes C of an observation
 * @param height rows H of a plane
 * @param width columns W of a plane; a plain vector of n numbers is n×1×1
 * @param observationLow least value in an observation, included; may be {@code -Infinity}
 * @param observationHigh greatest value in an observation, included; may be {@code Infinity}
 * @param actions the action space
 * @param rewardLow least reward of one step
 * @param rewardHigh greatest reward of one step
 * @param maxSteps steps after which an episode is over at the latest; 0 when there is no such bound
 * @param symmetry transformations that leave the game the same
 * @param alternating whether two players always move in turn; for one player it says nothing
 * @param format which numbers an observation consists of
 */
public record EnvironmentSpec(
    int players,
    int channels,
    int height,
    int width,
    float observationLow,
    float observationHigh,
    ActionSpace actions,
    double rewardLow,
    double rewardHigh,
    int maxSteps,
    Symmetry symmetry,
    boolean alternating,
    ObservationFormat format) {
  /** Checks counts and ranges. */
  public EnvironmentSpec {
    if (players < 1 || players > 2) {
      throw new IllegalArgumentException("players must be 1 or 2, was " + players);
    }
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an observation's shape must be positive, was " + channels + "x" + height + "x" + width);
    }
    if (!(observationLow < observationHigh) || !(rewardLow <= rewardHigh)) {
      throw new IllegalArgumentException("a range must run from low to high");
    }
    if (maxSteps < 0) {
      throw new IllegalArgumentException("maxSteps must be at least 0, was " + maxSteps);
    }
    if (format.isByte() && (observationLow != 0 || observationHigh != 1)) {
      throw new IllegalArgumentException(
          "an observation of format "
              + format
              + " must run from 0 to 1, was "
              + observationLow
              + " to "
              + observationHigh);
    }
  }

  /** A game whose observations are any numbers. */
  public EnvironmentSpec(
      int players,
      int channels,
      int height,
      int width,
      float observationLow,
      float observationHigh,
      ActionSpace actions,
      double rewardLow,
      double rewardHigh,
      int maxSteps,
      Symmetry symmetry,
      boolean alternating) {
    this(
        players,
        channels,
        height,
        width,
        observationLow,
        observationHigh,
        actions,
        rewardLow,
        rewardHigh,
        maxSteps,
        symmetry,
        alternating,
        ObservationFormat.FLOATS);
  }

  /** A game of one player, or of two who always move in turn. */
  public EnvironmentSpec(
      int players,
      int channels,
      int height,
      int width,
      float observationLow,
      float observationHigh,
      ActionSpace actions,
      double rewardLow,
      double rewardHigh,
      int maxSteps,
      Symmetry symmetry) {
    this(
        players,
        channels,
        height,
        width,
        observationLow,
        observationHigh,
        actions,
        rewardLow,
        rewardHigh,
        maxSteps,
        symmetry,
        true);
  }

  /** The same with observations of the given format, which have to run from 0 to 1 as bytes. */
  public EnvironmentSpec withFormat(ObservationFormat newFormat) {
    return new EnvironmentSpec(
        players,
        channels,
        height,
        width,
        observationLow,
        observationHigh,
        actions,
        rewardLow,
        rewardHigh,
        maxSteps,
        symmetry,
        alternating,
        newFormat);
  }

  /** Whether who moves next has to be learned: of two players one may move several times. */
  public boolean turnsVary() {
    return players == 2 && !alternating;
  }

  /**
   * Whether training batches hold its frames as bytes: they are such, the actions that led to them
   * have no place on them, and no symmetry turns them.
   */
  public boolean isOfPictures() {
    return format == ObservationFormat.BYTES
        && actions instanceof ActionSpace.Discrete discrete
        && discrete.layout() == ActionSpace.Layout.NONE
        && symmetry.count() == 1;
  }

  /** Numbers in an observation: C·H·W. */
  public int observationSize() {
    return channels * height * width;
  }

  /**
   * Number of actions A.
   *
   * @throws IllegalStateException when the action space is continuous (wrap the environment with
   *     {@code BinnedActions})
   */
  public int actionCount() {
    if (actions instanceof ActionSpace.Discrete discrete) {
      return discrete.size();
    }
    throw new IllegalStateException("a continuous action space has no action count");
  }
}
