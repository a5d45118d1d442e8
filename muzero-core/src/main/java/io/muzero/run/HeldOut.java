package io.muzero.run;

import io.muzero.expert.ExpertGames;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.replay.FixedGames;
import io.muzero.replay.ObservationStacker;
import java.util.Arrays;

/**
 * Measures what a network says of positions of held-out games. Made and used by one thread; owns a
 * network.
 */
final class HeldOut implements AutoCloseable {
  /** Most positions that are looked at, evenly chosen: the interval of a share is then ±2 %. */
  private static final int MOST_POSITIONS = 2048;

  private static final int BATCH = 128;

  private final DjlMuZeroModel model;
  private final int count;
  private final int inputSize;
  private final int actionCount;
  private final float[] inputs;
  private final int[] moves;
  private final float[] values;
  private final boolean[] legal;

  /**
   * What was found.
   *
   * @param accuracy share of the positions in which the legal action that the network holds
   *     likeliest is the expert's move
   * @param valueError mean distance of the predicted value from the game's result
   */
  record Found(double accuracy, double valueError) {}

  /**
   * Measures with the positions of some games.
   *
   * @param games at least one position
   * @param model owned from now on
   */
  HeldOut(ExpertGames games, ObservationStacker stacker, DjlMuZeroModel model) {
    this.model = model;
    count = Math.min(MOST_POSITIONS, games.positions());
    inputSize = stacker.inputSize();
    actionCount = stacker.actionCount();
    inputs = new float[Math.multiplyExact(count, inputSize)];
    moves = new int[count];
    values = new float[count];
    legal = new boolean[Math.multiplyExact(count, actionCount)];
    for (int i = 0; i < count; i++) {
      int position = (int) ((long) i * games.positions() / count);
      FixedGames.Window window = games.at(position, 0);
      stacker.write(window.part(), window.index(), inputs, i * inputSize);
      window.part().writeLegal(window.index(), legal, i * actionCount);
      moves[i] = games.moveAt(position);
      values[i] = window.valueTargets()[window.index()];
    }
  }

  /** What these weights say. */
  Found measure(Weights weights) {
    model.load(weights);
    int right = 0;
    double error = 0;
    int[] rows = new int[BATCH];
    Arrays.setAll(rows, i -> i);
    ModelOutput output = new ModelOutput(BATCH, actionCount);
    try (HiddenStates states = model.newHiddenStates(BATCH)) {
      for (int start = 0; start < count; start += BATCH) {
        int size = Math.min(BATCH, count - start);
        float[] batch = Arrays.copyOfRange(inputs, start * inputSize, (start + size) * inputSize);
        model.initialInference(batch, size, states, rows, output);
        for (int i = 0; i < size; i++) {
          int likeliest = output.likeliest(i, legal, (start + i) * actionCount);
          right += likeliest == moves[start + i] ? 1 : 0;
          error += Math.abs(output.value[i] - values[start + i]);
        }
      }
    }
    return new Found((double) right / count, error / count);
  }

  @Override
  public void close() {
    model.close();
  }
}
