package io.muzero.ray.wire;

import io.muzero.network.Weights;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** A set of weights as one message: version, count, then the parameters as 32-bit floats. */
public final class WeightsMessage {
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  private WeightsMessage() {}

  /** The message of these weights. */
  public static byte[] encode(Weights weights) {
    float[] values = weights.values();
    ByteBuffer content =
        ByteBuffer.allocate(Math.addExact(HEADER, Math.multiplyExact(Float.BYTES, values.length)));
    content.putLong(weights.version()).putInt(values.length);
    content.asFloatBuffer().put(values);
    return Envelope.seal(Envelope.Kind.WEIGHTS, content.array());
  }

  /**
   * The weights of a message.
   *
   * @throws DamagedMessageException when it is damaged
   */
  public static Weights decode(byte[] message) throws DamagedMessageException {
    ByteBuffer content = Envelope.open(Envelope.Kind.WEIGHTS, message);
    if (content.remaining() < HEADER) {
      throw new DamagedMessageException("weights without a header");
    }
    long version = content.getLong();
    int count = content.getInt();
    FloatBuffer floats = content.asFloatBuffer();
    if (version < 0 || count < 0 || (long) count * Float.BYTES != content.remaining()) {
      throw new DamagedMessageException(
          "weights of version " + version + " do not have " + count + " parameters");
    }
    float[] values = new float[count];
    floats.get(values);
    return new Weights(version, values);
  }
}
