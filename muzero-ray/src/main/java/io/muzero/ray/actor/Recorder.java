package io.muzero.ray.actor;

import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.replay.Trajectory;
import io.muzero.selfplay.MoveListener;
import io.muzero.selfplay.SelfPlayMove;
import io.muzero.selfplay.TrajectorySink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a worker played until it is sent. Used by the worker's thread. */
final class Recorder implements TrajectorySink, MoveListener {
  private final List<PlayedGamesMessage.Game> games = new ArrayList<>();
  private long bytes;
  private int positions;
  private int ended;
  private long simulations;
  private long evaluations;
  private int networkCalls;
  private int callCapacity;
  private double depth;
  private float[] rootValues = new float[0];
  private long trainingStep;

  @Override
  public void recorded(int game, Trajectory trajectory) {
    games.add(new PlayedGamesMessage.Game(game, trajectory));
    bytes += trajectory.bytes();
  }

  @Override
  public void moved(SelfPlayMove move) {
    positions += move.positions();
    ended += move.games();
    simulations += move.simulations();
    evaluations += move.evaluations();
    networkCalls += move.networkCalls();
    callCapacity = move.callCapacity();
    depth += move.meanDepth() * move.simulations();
    rootValues = move.rootValues();
    trainingStep = move.trainingStep();
  }

  /** Memory of the trajectories that are kept, in bytes. */
  long bytes() {
    return bytes;
  }

  /** All of it as one move; then it keeps nothing. */
  PlayedGamesMessage take(int actor, long sequence, double seconds) {
    SelfPlayMove moves =
        new SelfPlayMove(
            positions,
            ended,
            simulations,
            evaluations,
            networkCalls,
            callCapacity,
            simulations == 0 ? 0 : depth / simulations,
            rootValues,
            trainingStep);
    PlayedGamesMessage taken = new PlayedGamesMessage(actor, sequence, seconds, moves, games);
    games.clear();
    bytes = 0;
    positions = 0;
    ended = 0;
    simulations = 0;
    evaluations = 0;
    networkCalls = 0;
    depth = 0;
    return taken;
  }
}
