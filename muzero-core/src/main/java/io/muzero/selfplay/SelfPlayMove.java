package io.muzero.selfplay;

/**
 * What one move in every game of a worker brought.
 *
 * @param positions positions recorded
 * @param games games that ended
 * @param simulations simulations done
 * @param evaluations states the network evaluated
 * @param networkCalls calls in which it did
 * @param callCapacity states that one call can take at most
 * @param meanDepth mean number of actions from the root to a simulation's leaf
 * @param rootValues value of each game's position after its search, in the view of the player to
 *     move [games]; owned by the receiver
 * @param trainingStep training step of the weights that searched
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SelfPlayMove(
    int positions,
    int games,
    long simulations,
    long evaluations,
    int networkCalls,
    int callCapacity,
    double meanDepth,
    float[] rootValues,
    long trainingStep) {}
