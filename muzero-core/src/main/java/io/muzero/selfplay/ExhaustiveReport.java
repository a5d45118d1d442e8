package io.muzero.selfplay;

/**
 * What walking a whole game found.
 *
 * @param lines games in which the greedy agent meets every possible sequence of replies, over both
 *     seats
 * @param losses those of them that the agent loses
 * @param states non-terminal states reachable by anyone
 * @param badDecisionsSearch states in which the agent's search chooses an action that gives value
 *     away
 * @param badDecisionsPolicy states in which the raw policy's best action does
 */
public record ExhaustiveReport(
    long lines, long losses, int states, int badDecisionsSearch, int badDecisionsPolicy) {}
