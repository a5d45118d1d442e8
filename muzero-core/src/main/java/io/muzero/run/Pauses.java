package io.muzero.run;

/** How long a run's threads wait before they look again, all in one place. */
final class Pauses {
  /** Between two looks of a run at itself, in milliseconds: a person reads no faster. */
  static final long TICK_MILLISECONDS = 1000;

  /**
   * Between two looks whether everybody has begun, in milliseconds: short beside the second that
   * making networks takes, so that the first training step does not wait for it.
   */
  static final long BEGIN_MILLISECONDS = 50;

  /**
   * Between two looks whether an evaluation is due, in milliseconds: long beside a training step,
   * short beside the quickest evaluation.
   */
  static final long EVALUATION_MILLISECONDS = 100;

  /**
   * Between two looks whether a game holds up a player who is to be saved, in milliseconds. A move
   * is mostly shorter; a game counts as blocked only after seconds.
   */
  static final long SAVE_MILLISECONDS = 100;

  /** Between two looks whether a thread that is to end is inside a game, in milliseconds. */
  static final long JOIN_MILLISECONDS = 200;

  /**
   * Between two looks whether the last checkpoint is written, in milliseconds. A disk may be slow,
   * so the wait has no end.
   */
  static final long WRITE_MILLISECONDS = 1000;

  private Pauses() {}
}
