package io.muzero.gymnasium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Symmetry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a child says of its environments, and how their states and actions are laid out in bytes.
 * Immutable.
 *
 * @param spec as for any environment
 * @param bytes whether an observation's numbers are bytes, else floats
 * @param scale what a byte is divided by
 * @param actionBytes bytes of an action
 * @param actionNames names of the actions; empty where they have none
 * @param masked whether a state says which actions are legal; otherwise all are
 * @param notes how spaces were flattened, one line each
 */
record PythonSpaces(
    EnvironmentSpec spec,
    boolean bytes,
    int scale,
    int actionBytes,
    List<String> actionNames,
    boolean masked,
    List<String> notes) {
  /** Bytes stay bytes where a network may see them as intensities, or as planes of 0 and 1. */
  private static ObservationFormat format(JsonNode observation) {
    if (!observation.get("type").asText().equals("u1")) {
      return ObservationFormat.FLOATS;
    }
    return switch (observation.get("scale").asInt()) {
      case 1 -> ObservationFormat.FLAGS;
      case 255 -> ObservationFormat.BYTES;
      default -> ObservationFormat.FLOATS;
    };
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reward, flags and player, before legal actions and observation. */
  private static final int HEAD = Double.BYTES + 2;

  /**
   * Reads a description.
   *
   * @throws BrokenGameException when it is none
   */
  static PythonSpaces of(String game, String json) {
    try {
      JsonNode node = JSON.readTree(json);
      if (node.path("version").asInt() != PythonSetup.VERSION) {
        throw BrokenGameException.failed(
            game, "its process speaks version " + node.path("version") + " of the protocol");
      }
      JsonNode observation = node.get("observation");
      JsonNode shape = observation.get("shape");
      JsonNode actions = node.get("actions");
      return new PythonSpaces(
          new EnvironmentSpec(
                  node.get("players").asInt(),
                  shape.get(0).asInt(),
                  shape.get(1).asInt(),
                  shape.get(2).asInt(),
                  (float) number(observation.get("low"), Double.NEGATIVE_INFINITY),
                  (float) number(observation.get("high"), Double.POSITIVE_INFINITY),
                  actionSpace(actions),
                  number(node.get("reward").get(0), Double.NEGATIVE_INFINITY),
                  number(node.get("reward").get(1), Double.POSITIVE_INFINITY),
                  node.get("max_steps").asInt(),
                  Symmetry.NONE,
                  node.get("alternating").asBoolean())
              .withFormat(format(observation)),
          observation.get("type").asText().equals("u1"),
          observation.get("scale").asInt(),
          actions.get("bytes").asInt(),
          texts(actions.get("names")),
          node.get("masked").asBoolean(),
          texts(node.get("notes")));
    } catch (JsonProcessingException | NullPointerException | IllegalArgumentException e) {
      throw BrokenGameException.failed(game, "its spaces cannot be used: " + e.getMessage());
    }
  }

  private static ActionSpace actionSpace(JsonNode actions) {
    if (actions.has("count")) {
      return new ActionSpace.Discrete(actions.get("count").asInt());
    }
    return new ActionSpace.Continuous(
        numbers(actions.get("low"), Double.NEGATIVE_INFINITY),
        numbers(actions.get("high"), Double.POSITIVE_INFINITY));
  }

  private static float[] numbers(JsonNode array, double otherwise) {
    float[] numbers = new float[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) number(array.get(i), otherwise);
    }
    return numbers;
  }

  private static double number(JsonNode node, double otherwise) {
    return node.isNull() ? otherwise : node.asDouble();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  private int legalBytes() {
    return masked ? spec.actionCount() : 0;
  }

  /** Bytes of a state. */
  int stateBytes() {
    return HEAD + legalBytes() + spec.observationSize() * (bytes ? 1 : Float.BYTES);
  }

  /** The reward that the step to a state brought; the state begins at byte {@code at}. */
  double reward(byte[] states, int at) {
    return buffer(states).getDouble(at);
  }

  boolean isTerminated(byte[] states, int at) {
    return (states[at + Double.BYTES] & 1) != 0;
  }

  boolean isTruncated(byte[] states, int at) {
    return (states[at + Double.BYTES] & 2) != 0;
  }

  int player(byte[] states, int at) {
    return states[at + Double.BYTES + 1];
  }

  boolean isLegal(byte[] states, int at, int action) {
    return action >= 0
        && action < spec.actionCount()
        && (!masked || states[at + HEAD + action] != 0);
  }

  /** Writes the observation [C, H, W] of a state. */
  void observe(byte[] states, int at, float[] target, int offset) {
    int size = spec.observationSize();
    int first = at + HEAD + legalBytes();
    if (!bytes) {
      buffer(states).position(first).asFloatBuffer().get(target, offset, size);
      return;
    }
    for (int i = 0; i < size; i++) {
      target[offset + i] = (states[first + i] & 0xFF) / (float) scale;
    }
  }

  /** An action in bytes; it has been checked. */
  byte[] encode(Action action) {
    ByteBuffer target = PythonProcess.littleEndian(actionBytes);
    if (action instanceof Action.Discrete discrete) {
      return target.putInt(discrete.index()).array();
    }
    for (float value : action.values()) {
      target.putFloat(value);
    }
    return target.array();
  }

  private static ByteBuffer buffer(byte[] state) {
    return ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
  }
}
