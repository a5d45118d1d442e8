package io.muzero.replay;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Fills a batch with random inputs, actions and targets: what a learner is measured and compared on
 * without games. All losses apply to every position, as far as the learner has them.
 */
public final class RandomBatch {
  private RandomBatch() {}

  /**
   * Fills a new batch; the same numbers give the same batch on every machine.
   *
   * @param random draws inputs and values in [0, 1), distributions over the actions, and actions
   */
  public static void fill(TrainingBatch batch, UniformRandomProvider random) {
    fill(batch.observations, random);
    fill(batch.nextObservations, random);
    fill(batch.valueTarget, random);
    fill(batch.policyTarget, random);
    normalise(batch.policyTarget, batch.actionCount);
    Arrays.setAll(batch.actions, i -> random.nextInt(batch.actionCount));
    if (batch.pictures != null) {
      random.nextBytes(batch.pictures.frames());
      Arrays.setAll(batch.pictures.actions(), i -> random.nextInt(batch.actionCount));
    }
    for (float[] ones :
        List.of(
            batch.policyWeight,
            batch.valueWeight,
            batch.rewardWeight,
            batch.turnWeight,
            batch.importance,
            batch.nextObservationWeight)) {
      Arrays.fill(ones, 1);
    }
  }

  private static void fill(float[] numbers, UniformRandomProvider random) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextFloat();
    }
  }

  private static void normalise(float[] rows, int width) {
    for (int row = 0; row < rows.length; row += width) {
      float sum = 0;
      for (int i = row; i < row + width; i++) {
        sum += rows[i];
      }
      for (int i = row; i < row + width; i++) {
        rows[i] /= sum;
      }
    }
  }
}
