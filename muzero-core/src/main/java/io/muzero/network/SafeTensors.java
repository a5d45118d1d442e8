package io.muzero.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors of 32-bit floats in the safetensors format, which Python, Rust and others read: 8
 * bytes little-endian length of a JSON header, the header, the numbers.
 *
 * <p>It is written and read here and not by DJL's {@code NDList.encode}: that one writes no
 * metadata and does not align the numbers, the order of its tensors changes from one run to the
 * next, so that equal weights would give unequal files, and it wants every array copied to native
 * memory first.
 */
public final class SafeTensors {
  /** A logit that has no share in a softmax beside others of a trained network. */
  private static final float ABSENT_LOGIT = -20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";

  /** Longest header believed, in bytes, so that a damaged length cannot exhaust the memory. */
  static final int LONGEST_HEADER = 1 << 26;

  /** Bytes that numbers and their length field are aligned to, as the format wants. */
  private static final int ALIGNMENT = 8;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /**
   * A tensor.
   *
   * @param shape its dimensions
   * @param values its numbers, row-major; a view that is not copied
   */
  public record Tensor(List<Integer> shape, FloatBuffer values) {
    /** Requires as many numbers as the shape says. */
    public Tensor {
      int size = shape.stream().reduce(1, Math::multiplyExact);
      if (size != values.remaining()) {
        throw new IllegalArgumentException(
            "a tensor of shape " + shape + " cannot have " + values.remaining() + " numbers");
      }
    }
  }

  /** Free text about the tensors, by key; changes are kept. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The tensors by name, in the order of the file; changes are kept. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * Adds every parameter of a network, each name preceded by {@code prefix}.
   *
   * @param theta the flat parameters, not copied
   */
  public void putAll(String prefix, ParameterLayout layout, float[] theta) {
    for (ParameterLayout.Parameter p : layout.parameters()) {
      tensors.put(
          prefix + p.name(),
          new Tensor(p.shape(), FloatBuffer.wrap(theta, p.offset(), p.size()).slice()));
    }
  }

  /**
   * Collects every parameter of a network into one flat vector. The network may have residual
   * blocks more than the file.
   *
   * @param added flat parameters, of which those of such blocks are taken
   * @throws IOException when another one is missing, or one has another shape
   */
  public float[] getAll(String prefix, ParameterLayout layout, float[] added) throws IOException {
    float[] theta = added.clone();
    for (ParameterLayout.Parameter p : layout.parameters()) {
      Tensor tensor = tensors.get(prefix + p.name());
      if (tensor == null && isAdded(prefix, p)) {
        continue;
      }
      if (tensor == null) {
        throw new IOException(
            "tensor " + prefix + p.name() + " is missing: these are another network's weights");
      }
      if (!p.earlierRows().isEmpty() && tensor.shape().equals(p.earlierShape())) {
        spread(tensor, p, prefix.isEmpty(), theta);
        continue;
      }
      if (!tensor.shape().equals(p.shape())) {
        throw new IOException(
            "tensor "
                + prefix
                + p.name()
                + " must have shape "
                + p.shape()
                + ", has "
                + tensor.shape()
                + ": these are another network's weights");
      }
      tensor.values().duplicate().get(theta, p.offset(), p.size());
    }
    return theta;
  }

  /**
   * Takes over a tensor of an earlier version, which had no logits beyond the range of a support:
   * those get a bias so low that the network says what it said.
   */
  private static void spread(
      Tensor tensor, ParameterLayout.Parameter p, boolean parameters, float[] theta) {
    int row = p.size() / p.shape().get(0);
    float absent = parameters && p.shape().size() == 1 ? ABSENT_LOGIT : 0;
    Arrays.fill(theta, p.offset(), p.offset() + p.size(), absent);
    FloatBuffer values = tensor.values().duplicate();
    for (int to : p.earlierRows()) {
      values.get(theta, p.offset() + to * row, row);
    }
  }

  /** Whether a parameter is of a residual block of which the file has nothing. */
  private boolean isAdded(String prefix, ParameterLayout.Parameter parameter) {
    String block = prefix + parameter.block() + ".";
    return !parameter.block().isEmpty()
        && tensors.keySet().stream().noneMatch(name -> name.startsWith(block));
  }

  /**
   * Requires that every tensor is a parameter of a network, its name preceded by one of {@code
   * prefixes}: a smaller network would find all of its own among a larger one's.
   *
   * @throws IOException when there is another one
   */
  public void requireNoOther(ParameterLayout layout, String... prefixes) throws IOException {
    Set<String> known = new HashSet<>();
    for (String prefix : prefixes) {
      layout.parameters().forEach(p -> known.add(prefix + p.name()));
      layout.leftOut().forEach(name -> known.add(prefix + name));
    }
    for (String name : tensors.keySet()) {
      if (!known.contains(name)) {
        throw new IOException(
            "tensor " + name + " is not expected: these are another network's weights");
      }
    }
  }

  /** Writes everything; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode entries = header.putObject(METADATA);
      metadata.forEach(entries::put);
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", "F32");
      entry.getValue().shape().forEach(node.putArray("shape")::add);
      long end = offset + 4L * entry.getValue().values().remaining();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    int padding = (ALIGNMENT - json.length % ALIGNMENT) % ALIGNMENT;
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(json.length + padding).array());
    out.write(json);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (Tensor tensor : tensors.values()) {
      ByteBuffer bytes =
          ByteBuffer.allocate(4 * tensor.values().remaining()).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(tensor.values().duplicate());
      out.write(bytes.array());
    }
  }

  /**
   * Reads a whole stream, which stays open.
   *
   * @throws IOException when it is no safetensors file of 32-bit floats
   */
  public static SafeTensors read(InputStream in) throws IOException {
    byte[] prefix = in.readNBytes(Long.BYTES);
    if (prefix.length < 8) {
      throw new EOFException("a safetensors file has at least 8 bytes, found " + prefix.length);
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw new IOException("no safetensors file: its header cannot have " + length + " bytes");
    }
    byte[] json = in.readNBytes((int) length);
    if (json.length < length) {
      throw new EOFException("a safetensors header of " + length + " bytes ends early");
    }
    JsonNode header;
    try {
      header = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("no safetensors file: its header is no JSON", e);
    }
    byte[] numbers = in.readAllBytes();
    SafeTensors result = new SafeTensors();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        entry
            .getValue()
            .properties()
            .forEach(e -> result.metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        result.tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), numbers));
      }
    }
    return result;
  }

  private static Tensor tensor(String name, JsonNode node, byte[] numbers) throws IOException {
    if (!node.path("dtype").asText().equals("F32")) {
      throw new IOException(
          "tensor " + name + " must be F32, is " + node.path("dtype").asText("nothing"));
    }
    long begin = node.path("data_offsets").path(0).asLong(-1);
    long end = node.path("data_offsets").path(1).asLong(-1);
    if (begin < 0 || end < begin || end > numbers.length) {
      throw new EOFException("tensor " + name + " lies beyond the end of the file");
    }
    List<Integer> shape = new ArrayList<>();
    node.path("shape").forEach(dimension -> shape.add(dimension.asInt()));
    FloatBuffer values =
        ByteBuffer.wrap(numbers, (int) begin, (int) (end - begin))
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    try {
      return new Tensor(List.copyOf(shape), values);
    } catch (IllegalArgumentException e) {
      throw new IOException("tensor " + name + ": " + e.getMessage(), e);
    }
  }
}
