package io.muzero.export;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import io.muzero.network.NetworkShape;
import io.muzero.network.SafeTensors;
import io.muzero.network.SafeTensors.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Inputs, and what our own inference makes of them, as tensors that other programs compare theirs
 * with: N positions of the game, and the model unrolled from each by K actions. All are 32-bit
 * floats, whole numbers too.
 *
 * <ul>
 *   <li>{@code observation} [N, C, H, W], {@code legal} [N, A] (1 or 0), {@code policy_logits} [N,
 *       A], {@code value} [N]: initial inference;
 *   <li>{@code action} [K, N], {@code next_reward}, {@code next_discount}, {@code next_value} [K,
 *       N], {@code next_policy_logits} [K, N, A]: recurrent inference, step by step;
 *   <li>{@code move} [N]: the action that our search chooses.
 * </ul>
 */
public final class GoldenFile {
  private static final int UNROLL = 3;

  private final NetworkShape shape;
  private final Positions positions;
  private final SafeTensors file = new SafeTensors();

  /**
   * Positions of a game.
   *
   * @param inputs network inputs [N, I]
   * @param legal whether each action is legal [N][A]
   * @param moves the action that our search chooses [N]; empty: it cannot search
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Positions(float[] inputs, boolean[][] legal, int[] moves) {}

  /** A file about positions of a game whose networks have this shape. */
  public GoldenFile(NetworkShape shape, Positions positions) {
    this.shape = shape;
    this.positions = positions;
  }

  /**
   * The tensors.
   *
   * @param model our own inference, float32; stays the caller's
   * @param dynamics whether it has learned the dynamics
   * @param metadata free text by key
   */
  public SafeTensors of(MuZeroModel model, boolean dynamics, Map<String, String> metadata) {
    int count = positions.legal.length;
    int actions = shape.actionCount();
    file.metadata().putAll(metadata);
    put(
        "observation",
        positions.inputs,
        count,
        shape.inputChannels(),
        shape.height(),
        shape.width());
    float[] legal = new float[count * actions];
    for (int i = 0; i < legal.length; i++) {
      legal[i] = positions.legal[i / actions][i % actions] ? 1 : 0;
    }
    put("legal", legal, count, actions);
    ModelOutput output = new ModelOutput(count, actions);
    try (HiddenStates states = model.newHiddenStates((UNROLL + 1) * count)) {
      int[] rows = IntStream.range(0, count).toArray();
      model.initialInference(positions.inputs, count, states, rows, output);
      put("policy_logits", output.policyLogits.clone(), count, actions);
      put("value", output.value.clone(), count);
      if (dynamics) {
        unroll(model, states, output);
      }
    }
    if (positions.moves.length > 0) {
      put("move", floats(positions.moves), count);
    }
    return file;
  }

  /** Action k of position i is (3i + 7k) mod A: the model takes illegal ones too. */
  private void unroll(MuZeroModel model, HiddenStates states, ModelOutput output) {
    int count = positions.legal.length;
    Unrolled unrolled = new Unrolled();
    for (int k = 0; k < UNROLL; k++) {
      int step = k;
      int[] taken =
          IntStream.range(0, count).map(i -> (3 * i + 7 * step) % shape.actionCount()).toArray();
      int[] from = IntStream.range(k * count, (k + 1) * count).toArray();
      int[] to = IntStream.range((k + 1) * count, (k + 2) * count).toArray();
      model.recurrentInference(states, new Transitions(from, taken, to, count), output);
      unrolled.actions.add(floats(taken));
      unrolled.rewards.add(output.reward.clone());
      unrolled.discounts.add(output.discount.clone());
      unrolled.values.add(output.value.clone());
      unrolled.logits.add(output.policyLogits.clone());
    }
    put("action", joined(unrolled.actions), UNROLL, count);
    put("next_reward", joined(unrolled.rewards), UNROLL, count);
    put("next_discount", joined(unrolled.discounts), UNROLL, count);
    put("next_value", joined(unrolled.values), UNROLL, count);
    put("next_policy_logits", joined(unrolled.logits), UNROLL, count, shape.actionCount());
  }

  /** What each step of the unrolling took and gave. */
  private static final class Unrolled {
    final List<float[]> actions = new ArrayList<>();
    final List<float[]> rewards = new ArrayList<>();
    final List<float[]> discounts = new ArrayList<>();
    final List<float[]> values = new ArrayList<>();
    final List<float[]> logits = new ArrayList<>();
  }

  private static float[] floats(int[] wholes) {
    float[] floats = new float[wholes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = wholes[i];
    }
    return floats;
  }

  private static float[] joined(List<float[]> parts) {
    int size = parts.get(0).length;
    float[] all = new float[parts.size() * size];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, all, i * size, size);
    }
    return all;
  }

  private void put(String name, float[] values, Integer... dimensions) {
    file.tensors().put(name, new Tensor(List.of(dimensions), FloatBuffer.wrap(values)));
  }
}
