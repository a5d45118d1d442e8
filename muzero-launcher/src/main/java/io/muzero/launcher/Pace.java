package io.muzero.launcher;

import io.muzero.environment.Environment;

/** How long a state of a game is shown. */
final class Pace {
  private static final int TURN_MILLISECONDS = 700;
  private static final int MOTION_MILLISECONDS = 40;

  /** Things jump by whole cells, and are still to be followed. */
  private static final int PIXELS_MILLISECONDS = 100;

  private Pace() {}

  /**
   * Milliseconds: scenes, images and pixels move, everything else changes turn by turn and is to be
   * read.
   *
   * @throws RunFailedException when the state's picture is not JSON
   */
  static int milliseconds(Environment state) {
    return switch (Picture.read(state.json()).path("kind").asText()) {
      case "scene", "image" -> MOTION_MILLISECONDS;
      case "pixels" -> PIXELS_MILLISECONDS;
      default -> TURN_MILLISECONDS;
    };
  }
}
