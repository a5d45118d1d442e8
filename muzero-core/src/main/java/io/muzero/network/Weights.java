package io.muzero.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a network at one training step: an immutable snapshot that threads share.
 *
 * @param version the training step after which they were taken; 0 before the first
 * @param values the flat parameters in the order of {@link ParameterLayout}; the array is owned by
 *     this record and must not be changed by anyone
 * @param onDevice the same on the device where they were trained, for as long as its owner keeps
 *     it; null where that is the CPU
 */
@SuppressWarnings("ArrayRecordComponent") // identity is what readers compare
public record Weights(long version, float[] values, @Nullable DeviceWeights onDevice) {
  /** Parameters that lie on the CPU alone. */
  public Weights(long version, float[] values) {
    this(version, values, null);
  }

  private static final String VERSION = "version";

  /** Writes them as named tensors in the safetensors format; the stream stays open. */
  public void write(ParameterLayout layout, OutputStream out) throws IOException {
    SafeTensors file = new SafeTensors();
    file.metadata().put(VERSION, Long.toString(version));
    file.putAll("", layout, values);
    file.write(out);
  }

  /**
   * Reads what {@link #write} wrote. Residual blocks that the layout has more are the identity, so
   * that the network computes what the one did that was written.
   *
   * @throws IOException when they are not this layout's
   */
  public static Weights read(ParameterLayout layout, InputStream in) throws IOException {
    SafeTensors file = SafeTensors.read(in);
    String version = file.metadata().getOrDefault(VERSION, "0");
    try {
      float[] values = file.getAll("", layout, new float[layout.size()]);
      Weights weights = new Weights(Long.parseLong(version), values);
      file.requireNoOther(layout, "");
      return weights;
    } catch (NumberFormatException e) {
      throw new IOException("the weights' version must be a whole number, was " + version, e);
    }
  }
}
