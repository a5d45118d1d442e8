package io.muzero.ray.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What learner and driver say to each other over their pipe: a mark, what it is, of which actor, a
 * number, and bytes. Big-endian: mark (4 bytes), type (1), actor (4), number (8), length (4),
 * bytes.
 *
 * @param type what it says
 * @param actor which actor is meant; 0 where none is
 * @param number a version or a count; 0 where there is none
 * @param body a message, or text in UTF-8; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Frame(Type type, int actor, long number, byte[] body) {
  /** Version of the conversation, which the driver says first. */
  public static final int PROTOCOL = 2;

  private static final int MARK = 0x4d5a4652; // MZFR

  /** Longest body believed, in bytes: 1 GiB. */
  private static final int LONGEST = 1 << 30;

  /** What a frame says. */
  public enum Type {
    /** To the driver: setup of all actors. The first frame. */
    SETUP,
    /** To the driver: start an actor. */
    START,
    /** To the driver: an actor is to play. */
    PLAY,
    /** To the driver: an actor is to say where it is, once more. */
    PING,
    /** To the driver: end an actor. */
    STOP,
    /** To the driver: weights of a version. */
    WEIGHTS,
    /** From the driver: its protocol, before all else. */
    HELLO,
    /** From the driver: it is connected; the body names the cluster's runtime. */
    READY,
    /** From the driver: CPUs (number) and nodes (actor) of the cluster; also says it is alive. */
    ROOM,
    /** From the driver: an actor is alive; the body says where. Also the answer to a ping. */
    STARTED,
    /** From the driver: an actor's games. */
    PLAYED,
    /** From the driver: an actor is gone; the body says why. */
    LOST,
    /** From the driver: weights of a version are in the object store. */
    STORED,
    /** From the driver: it cannot go on; the body says why. */
    FAILED
  }

  /** A frame without a body. */
  public static Frame of(Type type, int actor, long number) {
    return new Frame(type, actor, number, new byte[0]);
  }

  /** A frame with text. */
  public static Frame of(Type type, int actor, String text) {
    return new Frame(type, actor, 0, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Writes it and flushes. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MARK);
    out.writeByte(type.ordinal());
    out.writeInt(actor);
    out.writeLong(number);
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }

  /**
   * Reads the next frame.
   *
   * @return null at the end of the stream
   * @throws IOException when it is cut off or no frame
   */
  public static @Nullable Frame read(DataInputStream in) throws IOException {
    int mark;
    try {
      mark = in.readInt();
    } catch (EOFException e) {
      return null;
    }
    int type = in.readUnsignedByte();
    int actor = in.readInt();
    long number = in.readLong();
    int length = in.readInt();
    if (mark != MARK || type >= Type.values().length || length < 0 || length > LONGEST) {
      throw new DamagedMessageException("the pipe between learner and driver holds no frame");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException(
          "a frame is cut off after " + body.length + " of " + length + " bytes");
    }
    return new Frame(Type.values()[type], actor, number, body);
  }
}
