package io.muzero.match;

import io.muzero.environment.Episode;

/**
 * A game in which a player is to decide.
 *
 * @param game the game's number, from 0
 * @param slot the place it is played in, from 0: games of one slot are played one after another
 * @param episode not ended; must be left unchanged
 */
public record Turn(int game, int slot, Episode episode) {}
