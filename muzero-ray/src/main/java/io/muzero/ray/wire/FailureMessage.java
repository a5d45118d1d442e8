package io.muzero.ray.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An actor's answer where playing itself failed, as a game that raises does: another actor would
 * fail in the same way.
 *
 * @param actor number of the actor
 * @param reason what happened, in one line
 * @param trace where, in many lines, for the log
 */
public record FailureMessage(int actor, String reason, String trace) {
  /** Longest text that is sent, in characters. */
  private static final int LONGEST = 64 << 10;

  /** Cuts what is too long. */
  public FailureMessage {
    reason = cut(reason);
    trace = cut(trace);
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** The message. */
  public byte[] encode() {
    return Envelope.seal(
        Envelope.Kind.FAILURE,
        Envelope.bytes(
            out -> {
              out.writeInt(actor);
              for (String text : new String[] {reason, trace}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
              }
            }));
  }

  /**
   * The failure that a message tells of; empty when it is a message of another kind.
   *
   * @throws DamagedMessageException when it is damaged
   */
  public static Optional<FailureMessage> in(byte[] message) throws DamagedMessageException {
    if (!Envelope.isOf(Envelope.Kind.FAILURE, message)) {
      return Optional.empty();
    }
    ByteBuffer content = Envelope.open(Envelope.Kind.FAILURE, message);
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(message, content.position(), content.remaining()))) {
      return Optional.of(new FailureMessage(in.readInt(), text(in), text(in)));
    } catch (IOException e) {
      throw new DamagedMessageException("a failure is damaged: " + e.getMessage(), e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text cannot have " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
