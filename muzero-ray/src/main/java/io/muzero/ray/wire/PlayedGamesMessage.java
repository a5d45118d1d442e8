package io.muzero.ray.wire;

import io.muzero.replay.Trajectory;
import io.muzero.selfplay.SelfPlayMove;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What an actor played for one request: the games that finished and what the moves brought, as one
 * compact array. Deflated: frames are mostly zeros.
 *
 * @param actor number of the actor, and of its stream of random numbers
 * @param sequence counts the actor's answers from 0: none is taken twice
 * @param seconds time that was played, without waiting
 * @param moves what all moves of the request brought, in one
 * @param games trajectories that finished, in the order in which they did
 */
public record PlayedGamesMessage(
    int actor, long sequence, double seconds, SelfPlayMove moves, List<Game> games) {
  /** Most games that are believed. */
  private static final int MOST = 1 << 20;

  /** Copies the list. */
  public PlayedGamesMessage {
    games = List.copyOf(games);
  }

  /**
   * A trajectory.
   *
   * @param game which of the actor's games it is of, from 0
   * @param trajectory the recording
   */
  public record Game(int game, Trajectory trajectory) {}

  /** The message. */
  public byte[] encode() {
    return Envelope.seal(
        Envelope.Kind.GAMES,
        Envelope.bytes(
            plain -> {
              Deflater fast = new Deflater(Deflater.BEST_SPEED);
              try (DataOutputStream out =
                  new DataOutputStream(new DeflaterOutputStream(plain, fast, 1 << 16))) {
                write(out);
              } finally {
                fast.end();
              }
            }));
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeInt(actor);
    out.writeLong(sequence);
    out.writeDouble(seconds);
    out.writeInt(moves.positions());
    out.writeInt(moves.games());
    out.writeLong(moves.simulations());
    out.writeLong(moves.evaluations());
    out.writeInt(moves.networkCalls());
    out.writeInt(moves.callCapacity());
    out.writeDouble(moves.meanDepth());
    out.writeInt(moves.rootValues().length);
    for (float value : moves.rootValues()) {
      out.writeFloat(value);
    }
    out.writeLong(moves.trainingStep());
    out.writeInt(games.size());
    for (Game game : games) {
      out.writeInt(game.game());
      game.trajectory().write(out);
    }
  }

  /**
   * What a message says.
   *
   * @throws DamagedMessageException when it is damaged
   */
  public static PlayedGamesMessage decode(byte[] message) throws DamagedMessageException {
    ByteBuffer content = Envelope.open(Envelope.Kind.GAMES, message);
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(
                new ByteArrayInputStream(message, content.position(), content.remaining())))) {
      PlayedGamesMessage played = read(in);
      if (in.read() >= 0) {
        throw new IOException("there is more than its games");
      }
      return played;
    } catch (IOException e) {
      throw new DamagedMessageException("games are damaged: " + e.getMessage(), e);
    }
  }

  private static PlayedGamesMessage read(DataInputStream in) throws IOException {
    int actor = in.readInt();
    long sequence = in.readLong();
    double seconds = in.readDouble();
    int positions = count(in);
    int ended = count(in);
    long simulations = in.readLong();
    long evaluations = in.readLong();
    int calls = count(in);
    int capacity = count(in);
    double depth = in.readDouble();
    int values = count(in);
    if (values > MOST) {
      throw new IOException("there cannot be " + values + " values");
    }
    float[] rootValues = new float[values];
    for (int i = 0; i < values; i++) {
      rootValues[i] = in.readFloat();
    }
    SelfPlayMove moves =
        new SelfPlayMove(
            positions,
            ended,
            simulations,
            evaluations,
            calls,
            capacity,
            depth,
            rootValues,
            in.readLong());
    int count = count(in);
    if (count > MOST) {
      throw new IOException("there cannot be " + count + " games");
    }
    List<Game> games = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      games.add(new Game(in.readInt(), Trajectory.read(in)));
    }
    return new PlayedGamesMessage(actor, sequence, seconds, moves, games);
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new IOException("a count cannot be " + count);
    }
    return count;
  }
}
