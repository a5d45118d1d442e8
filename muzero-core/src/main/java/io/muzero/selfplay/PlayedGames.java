package io.muzero.selfplay;

import io.muzero.environment.VectorEnvironment;
import io.muzero.replay.ObservationStacker;

/**
 * The games of a worker.
 *
 * @param environments the real games, one for each of the worker's; the worker closes them
 * @param stacker composes network inputs
 * @param watch told when the worker is inside a game
 */
public record PlayedGames(
    VectorEnvironment environments, ObservationStacker stacker, GameWatch watch) {}
