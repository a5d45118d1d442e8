package io.muzero.agent;

/**
 * What a trained agent is.
 *
 * @param game the game's name
 * @param checkpoint where it was loaded from: a checkpoint's folder, a packed agent's file, or the
 *     place in the program's jar of one that comes with it, as {@code agents/connect4}
 * @param step training steps behind its weights
 * @param score its score when it was measured beside training; NaN when it was not
 * @param simulations simulations of a decision, in each image
 * @param images symmetric images in which each state is searched; 1: only as it is
 * @param openingMoves random moves that its games against reference players are to begin with when
 *     it is measured, at least 0
 * @param discount γ of one step, by which its values are discounted, within [0, 1]
 * @param usesRules whether it searches by the game's real rules ({@code search.model: rules})
 */
public record AgentInfo(
    String game,
    String checkpoint,
    long step,
    double score,
    int simulations,
    int images,
    int openingMoves,
    double discount,
    boolean usesRules) {}
