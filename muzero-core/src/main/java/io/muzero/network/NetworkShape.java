package io.muzero.network;

import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;

/**
 * What a game fixes of a network, and what its search asks of it.
 *
 * @param inputChannels planes C of an input, stacked frames and action planes included
 * @param height rows H of a plane
 * @param width columns W of a plane
 * @param actions the action space, with the actions' places on the board
 * @param turnsVary whether the network has to say who moves next ({@link
 *     EnvironmentSpec#turnsVary})
 * @param pictures frames k of an input that a training batch holds as bytes ({@link
 *     EnvironmentSpec#isOfPictures}); 0: it holds inputs as floats
 * @param dynamics whether it has dynamics g; a search by the real rules needs none
 */
public record NetworkShape(
    int inputChannels,
    int height,
    int width,
    ActionSpace.Discrete actions,
    boolean turnsVary,
    int pictures,
    boolean dynamics) {
  /** Requires positive sizes and room for the actions on the board they say they lie on. */
  public NetworkShape {
    if (inputChannels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an input's shape must be positive, was " + inputChannels + "x" + height + "x" + width);
    }
    int most =
        switch (actions.layout()) {
          case NONE -> Integer.MAX_VALUE;
          case CELLS -> height * width + 1;
          case COLUMNS -> width;
        };
    if (actions.size() > most) {
      throw new IllegalArgumentException(
          actions.size()
              + " actions do not fit layout "
              + actions.layout()
              + " on a board of "
              + height
              + "x"
              + width);
    }
  }

  /** The shape of a game whose inputs come as floats. */
  public NetworkShape(
      int inputChannels, int height, int width, ActionSpace.Discrete actions, boolean turnsVary) {
    this(inputChannels, height, width, actions, turnsVary, 0, true);
  }

  /** The shape for a network with dynamics. */
  public NetworkShape(
      int inputChannels,
      int height,
      int width,
      ActionSpace.Discrete actions,
      boolean turnsVary,
      int pictures) {
    this(inputChannels, height, width, actions, turnsVary, pictures, true);
  }

  /** The shape of a game of one player, or of two who alternate. */
  public NetworkShape(int inputChannels, int height, int width, ActionSpace.Discrete actions) {
    this(inputChannels, height, width, actions, false);
  }

  /** The shape for inputs of one frame. */
  public static NetworkShape of(EnvironmentSpec spec) {
    return of(spec, spec.observationSize());
  }

  /**
   * The shape for stacked inputs.
   *
   * @param inputSize numbers in an input, a multiple of H·W
   */
  public static NetworkShape of(EnvironmentSpec spec, int inputSize) {
    int cells = spec.height() * spec.width();
    if (inputSize % cells != 0) {
      throw new IllegalArgumentException(
          "an input of " + inputSize + " numbers is no stack of planes of " + cells);
    }
    if (!(spec.actions() instanceof ActionSpace.Discrete discrete)) {
      throw new IllegalArgumentException(
          "a network needs discrete actions; wrap the environment with BinnedActions");
    }
    boolean stacked = inputSize > spec.observationSize();
    int frames = stacked ? inputSize / (spec.observationSize() + cells) : 1;
    return new NetworkShape(
        inputSize / cells,
        spec.height(),
        spec.width(),
        discrete,
        spec.turnsVary(),
        spec.isOfPictures() ? frames : 0,
        true);
  }

  /** The same without dynamics where states are stepped by the real rules. */
  public NetworkShape searchedBy(boolean rules) {
    return new NetworkShape(
        inputChannels, height, width, actions, turnsVary, pictures, dynamics && !rules);
  }

  /** The same with dynamics. */
  NetworkShape withDynamics() {
    return new NetworkShape(inputChannels, height, width, actions, turnsVary, pictures, true);
  }

  /** Numbers in the frames of an input, without the planes of actions, where these are bytes. */
  public int pictureSize() {
    return pictures < 2 ? pictures * inputSize() : inputSize() - pictures * cells();
  }

  /** 32-bit numbers that an input takes in a training batch. */
  public int batchedSize() {
    return pictures == 0 ? inputSize() : pictureSize() / Float.BYTES + 2 * pictures + 1;
  }

  /** Cells of a plane, H·W. */
  public int cells() {
    return height * width;
  }

  /** Numbers in an input, C·H·W. */
  public int inputSize() {
    return inputChannels * cells();
  }

  /** Number of actions A. */
  public int actionCount() {
    return actions.size();
  }
}
