package io.muzero.replay;

/**
 * One step of a game as it is recorded: what was seen, what the search found, what was done.
 *
 * <p>Its arrays are only read, and copied while it is recorded.
 *
 * @param seen the position before the step
 * @param found what its search said
 * @param done the action played and what it brought
 */
public record RecordedStep(Seen seen, Found found, Done done) {
  /**
   * What a position shows.
   *
   * @param frame what the player to move sees [C·H·W]
   * @param legal which actions are legal [A]
   * @param toPlay the player to move, 0 or 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Seen(float[] frame, boolean[] legal, int toPlay) {}

  /**
   * What the search of a position said; values are in the view of the player to move.
   *
   * @param policy holds the policy target, A numbers
   * @param policyOffset index of its first number
   * @param rootValue the search's value
   * @param networkValue what the network alone said
   * @param trainingStep training step of the weights that searched
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Found(
      float[] policy, int policyOffset, float rootValue, float networkValue, long trainingStep) {}

  /**
   * What was done.
   *
   * @param action the action played
   * @param explored whether it was drawn at random and is another than the search's own choice, so
   *     that what follows says nothing of the search's value
   * @param reward what it brought, in the view of the player who made it
   */
  public record Done(int action, boolean explored, double reward) {}
}
