package io.muzero.selfplay;

import io.muzero.replay.ReplayConfig;
import io.muzero.search.SearchConfig;

/**
 * The settings that games are played and recorded by.
 *
 * @param search the search
 * @param selfPlay games in lock step, temperature and openings
 * @param replay what is recorded of a game, and in what pieces
 * @param unrollSteps steps K that training unrolls, from 1: a piece waits for as many positions
 */
public record SelfPlaySettings(
    SearchConfig search, SelfPlayConfig selfPlay, ReplayConfig replay, int unrollSteps) {}
