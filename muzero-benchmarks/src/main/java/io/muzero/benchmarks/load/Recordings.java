package io.muzero.benchmarks.load;

import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.replay.Trajectory;
import io.muzero.run.RunSetup;
import io.muzero.run.SearchedModel;
import io.muzero.run.SelfPlayRole;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.SelfPlayMove;
import io.muzero.selfplay.SelfPlayPorts;
import io.muzero.selfplay.SelfPlayWorker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Games that a real worker played with a network that has learned nothing, as the bytes that an
 * actor elsewhere would send: each trajectory written and deflated. Immutable.
 *
 * @param messages bytes of each trajectory
 * @param plainBytes bytes of all trajectories before they are deflated
 * @param positions positions of all trajectories that may be sampled
 * @param games games that ended while they were recorded
 * @param moves what the moves that brought them did, in one
 */
record Recordings(
    List<byte[]> messages, long plainBytes, long positions, int games, SelfPlayMove moves) {
  /**
   * Plays until so many trajectories are finished.
   *
   * @param setup the run's configuration
   * @param weights the network's weights
   * @param count trajectories, at least 1
   */
  static Recordings of(RunSetup setup, Weights weights, int count) {
    List<Trajectory> finished = new ArrayList<>();
    List<SelfPlayMove> moves = new ArrayList<>();
    DjlMuZeroModel network = setup.model();
    network.load(weights);
    SelfPlayPorts ports =
        new SelfPlayPorts(
            () -> weights.version(), (game, trajectory) -> finished.add(trajectory), moves::add);
    try (MuZeroModel searched = SearchedModel.of(setup, network, GameWatch.NONE);
        SelfPlayWorker worker = SelfPlayRole.worker(setup, 0, searched, ports, GameWatch.NONE)) {
      while (finished.size() < count) {
        worker.move();
      }
    }
    long plain = 0;
    long positions = 0;
    List<byte[]> messages = new ArrayList<>();
    for (Trajectory trajectory : finished) {
      byte[] bytes = plain(trajectory);
      plain += bytes.length;
      positions += trajectory.sampleablePositions();
      messages.add(deflated(bytes));
    }
    return new Recordings(messages, plain, positions, games(moves), together(moves));
  }

  private static int games(List<SelfPlayMove> moves) {
    return Math.max(1, moves.stream().mapToInt(SelfPlayMove::games).sum());
  }

  private static SelfPlayMove together(List<SelfPlayMove> moves) {
    SelfPlayMove last = moves.get(moves.size() - 1);
    return new SelfPlayMove(
        moves.stream().mapToInt(SelfPlayMove::positions).sum(),
        games(moves),
        moves.stream().mapToLong(SelfPlayMove::simulations).sum(),
        moves.stream().mapToLong(SelfPlayMove::evaluations).sum(),
        moves.stream().mapToInt(SelfPlayMove::networkCalls).sum(),
        last.callCapacity(),
        last.meanDepth(),
        last.rootValues(),
        last.trainingStep());
  }

  private static byte[] plain(Trajectory trajectory) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      trajectory.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflated(byte[] plain) {
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, fast)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    } finally {
      fast.end();
    }
    return bytes.toByteArray();
  }

  /** What an arriving message holds. */
  static Trajectory read(byte[] message) {
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(message)))) {
      return Trajectory.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("a message that this wrote is damaged", e);
    }
  }

  /** Deflated bytes of a trajectory, on average. */
  double bytesATrajectory() {
    return messages.stream().mapToInt(message -> message.length).average().orElseThrow();
  }

  /** Bytes of a trajectory in the replay buffer, about, on average. */
  double plainBytesATrajectory() {
    return (double) plainBytes / messages.size();
  }

  /** Positions of a trajectory, on average. */
  double positionsATrajectory() {
    return (double) positions / messages.size();
  }
}
