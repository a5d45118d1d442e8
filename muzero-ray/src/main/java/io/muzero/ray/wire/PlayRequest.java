package io.muzero.ray.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * How much an actor is to play before it answers: it stops at the first of the three bounds, and
 * plays at least one move in every game.
 *
 * @param moves moves in every game, from 1
 * @param millis time, in milliseconds
 * @param bytes recorded games, in bytes of memory
 */
public record PlayRequest(int moves, int millis, int bytes) {
  /** The message. */
  public byte[] encode() {
    return Envelope.seal(
        Envelope.Kind.REQUEST,
        ByteBuffer.allocate(3 * Integer.BYTES).putInt(moves).putInt(millis).putInt(bytes).array());
  }

  /**
   * What a message asks for.
   *
   * @throws DamagedMessageException when it is damaged
   */
  public static PlayRequest decode(byte[] message) throws DamagedMessageException {
    ByteBuffer content = Envelope.open(Envelope.Kind.REQUEST, message);
    try {
      return new PlayRequest(content.getInt(), content.getInt(), content.getInt());
    } catch (BufferUnderflowException e) {
      throw new DamagedMessageException("a request is too short", e);
    }
  }
}
