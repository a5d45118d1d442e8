package io.muzero.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingModelTest {
  private final List<String> made = new ArrayList<>();

  /** A model that says which inference it makes of what. */
  private final MuZeroModel model =
      answering(
          MuZeroModel.class,
          (proxy, method, arguments) -> {
            made.add(
                method.getName()
                    + (arguments[0] instanceof float[] inputs ? Arrays.toString(inputs) : ""));
            return null;
          });

  private final RecordingModel recording = new RecordingModel(model);
  private final ModelOutput output = new ModelOutput(2, 3);
  private final HiddenStates states =
      answering(HiddenStates.class, (proxy, method, arguments) -> null);

  private static <T> T answering(Class<T> type, InvocationHandler answer) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
  }

  private void infer(float first, int count) {
    float[] inputs = {first, 0};
    int[] rows = {0, 1};
    recording.initialInference(inputs, count, states, rows, output);
    recording.recurrentInference(states, new Transitions(rows, rows, rows, count), output);
    inputs[0] = -1; // a search uses its arrays again
  }

  @Test
  void repeat_makesTheCallsOfTheLastRecordedWork() {
    infer(1, 2);
    recording.record(() -> infer(2, 2));
    recording.record(() -> infer(3, 1));
    infer(4, 2);
    assertThat(recording.evaluations()).isEqualTo(2);
    assertThat(made).hasSize(8);

    made.clear();
    recording.repeat();
    assertThat(made).containsExactly("initialInference[3.0, 0.0]", "recurrentInference");
  }
}
