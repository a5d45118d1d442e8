package io.muzero.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * What lets a run that reached its bounds go on: bounds twice as far.
 *
 * @param steps training steps that it is bound to, 0: none
 * @param minutes of training over all sessions that it is bound to, 0: none
 */
record FurtherBounds(long steps, double minutes) {
  /**
   * Options of a resume; none that a run needs which may go on as it is.
   *
   * @param step where it is
   * @param seconds trained so far
   * @param goodEnough whether it ended because it found no wrong decision any more
   */
  List<String> options(long step, double seconds, boolean goodEnough) {
    List<String> options = new ArrayList<>();
    if (goodEnough) {
      options.addAll(List.of("--set", "run.stopAt=0"));
    }
    boolean far = steps > 0 && step >= steps;
    boolean late = minutes > 0 && seconds >= 60 * minutes;
    if (far || late) {
      // One that is named alone would lift the other.
      if (steps > 0) {
        options.addAll(List.of("--steps", Long.toString(far ? 2 * step : steps)));
      }
      if (minutes > 0) {
        options.addAll(List.of("--minutes", number(late ? seconds / 30 : minutes)));
      }
    }
    return options;
  }

  /** Minutes, rounded up where they have a fraction. */
  private static String number(double minutes) {
    return Long.toString((long) Math.ceil(minutes));
  }
}
