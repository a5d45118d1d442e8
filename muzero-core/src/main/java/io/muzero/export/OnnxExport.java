package io.muzero.export;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes ONNX files of a trained network: {@code representation}, {@code dynamics}, {@code
 * prediction}, and the fused {@code initial_inference} and {@code recurrent_inference}; {@link
 * NetworkGraphs} says what they take and give. All is float32 whatever the run computes with, and
 * convolutions are convolutions whatever the run makes of them. What only the learner has, such as
 * the consistency heads, is not in them.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /**
   * The files' contents by name, each ending in {@code .onnx}.
   *
   * @param network the network; without dynamics the files that need them are left out
   * @param metadata put into every file as its {@code metadata_props}
   * @throws UnsupportedNetworkException when it computes something that ONNX has no operation for
   */
  public static Map<String, byte[]> files(ExportedNetwork network, Map<String, String> metadata) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Graph graph : new NetworkGraphs(network).all()) {
      files.put(graph.name() + ".onnx", new OnnxModel(graph, metadata).bytes());
    }
    return files;
  }
}
