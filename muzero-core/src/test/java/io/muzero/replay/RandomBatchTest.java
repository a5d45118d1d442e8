package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.muzero.random.RandomStream;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RandomBatchTest {
  private static TrainingBatch batch(@Nullable Pictures pictures) {
    TrainingBatch batch =
        new TrainingBatch(new TrainingBatch.Dimensions(5, 2, 6, 3), true, pictures);
    RandomBatch.fill(batch, RandomStream.create(1, "test", 0));
    return batch;
  }

  /** A weight that were left out would leave its loss out of every measurement. */
  @Test
  void fill_everyWeight_isOne() throws IllegalAccessException {
    TrainingBatch batch = batch(null);
    int weights = 0;
    for (Field field : TrainingBatch.class.getFields()) {
      if (field.getName().endsWith("Weight") || field.getName().equals("importance")) {
        weights++;
        assertThat((float[]) field.get(batch)).as(field.getName()).isNotEmpty().containsOnly(1f);
      }
    }
    assertThat(weights).isEqualTo(6);
  }

  @Test
  void fill_policies_areDistributions_andActionsOnesThatThereAre() {
    TrainingBatch batch = batch(null);
    for (int row = 0; row < batch.policyTarget.length; row += 3) {
      float sum = 0;
      for (int a = 0; a < 3; a++) {
        sum += batch.policyTarget[row + a];
      }
      assertThat(sum).isCloseTo(1, within(1e-6f));
    }
    assertThat(batch.actions).contains(0, 1, 2);
    assertThat(batch.observations).doesNotContain(0f);
    assertThat(batch.nextObservations).doesNotContain(0f);
  }

  @Test
  void fill_pictures_areRandomToo() {
    Pictures pictures = new Pictures(new byte[15 * 6], new int[15], 1);
    batch(pictures);
    assertThat(pictures.frames()).isNotEqualTo(new byte[15 * 6]);
    assertThat(pictures.actions()).contains(0, 1, 2);
  }
}
