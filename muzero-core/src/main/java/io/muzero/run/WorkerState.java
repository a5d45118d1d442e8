package io.muzero.run;

/**
 * What one who works in a run is doing. Immutable.
 *
 * @param name for example {@code self-play 0}
 * @param place where it works, for example {@code this process}
 * @param activity what it is doing
 * @param seconds for how long it has been doing that
 * @param aliveSeconds since it began
 * @param moves positions it has played or searched since then
 * @param games games it has finished since then
 * @param weightsStep training step of the weights it works with; −1 before the first
 * @param weightsBehind training steps between those and the newest published ones, at least 0
 */
public record WorkerState(
    String name,
    String place,
    Activity activity,
    double seconds,
    double aliveSeconds,
    long moves,
    long games,
    long weightsStep,
    long weightsBehind) {
  /** What somebody may be doing. */
  public enum Activity {
    /** It makes networks and games. */
    BEGINNING,
    /** It plays. */
    PLAYING,
    /** It has been inside a game's code for so long that it seems not to come back. */
    BLOCKED,
    /** It trains. */
    TRAINING,
    /** It searches stored positions again. */
    REANALYSING,
    /** It measures weights. */
    EVALUATING,
    /** It waits for others: for data, for the learner, or for its time. */
    WAITING,
    /** It has ended. */
    ENDED
  }
}
