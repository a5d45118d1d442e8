package io.muzero.selfplay;

/**
 * Exact values of an agent's greedy policies in a game whose every state can be listed: expected
 * returns over all starts and chances, computed and not sampled.
 *
 * @param states states the agent was asked in
 * @param search expected return of the policy that searches
 * @param policy expected return of the raw policy's likeliest action
 * @param optimum the greatest expected return there is
 */
public record ExactReport(int states, double search, double policy, double optimum) {}
