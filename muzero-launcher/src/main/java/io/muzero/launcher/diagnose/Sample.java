package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.environment.Episode;

/**
 * A position of a played game, and what the agent thought of it.
 *
 * @param game number of the game
 * @param ply moves before it
 * @param episode the game up to there
 * @param decision what the agent thought
 * @param result the discounted return from there to the end, in the view of the player to move; NaN
 *     where the game was stopped
 */
record Sample(int game, int ply, Episode episode, Decision decision, double result) {
  boolean hasResult() {
    return !Double.isNaN(result);
  }
}
