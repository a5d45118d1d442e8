package io.muzero.selfplay;

/**
 * All that a worker knows of the run it plays for. It sees neither buffer nor counters, so it plays
 * on a thread, on another machine or in a test alike.
 *
 * @param weights where weights come from
 * @param trajectories where finished trajectories go
 * @param moves who is told of each move
 */
public record SelfPlayPorts(
    WeightSource weights, TrajectorySink trajectories, MoveListener moves) {}
