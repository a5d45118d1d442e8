package io.muzero.benchmarks.load;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Reads constants of the command line, such as {@code stepsASecond=250}. */
final class ConstantArguments {
  private ConstantArguments() {}

  /**
   * The constants with those replaced that the arguments name.
   *
   * @param arguments a game, then {@code NAME=NUMBER}s
   */
  static ScaleOut.Constants replaced(ScaleOut.Constants constants, List<String> arguments) {
    RecordComponent[] components = ScaleOut.Constants.class.getRecordComponents();
    Object[] values = new Object[components.length];
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = components[i].getAccessor().invoke(constants);
      }
      for (String argument : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
        String[] parts = argument.split("=", 2);
        int index = names.indexOf(parts[0]);
        if (index < 0 || parts.length < 2) {
          throw new IllegalArgumentException(
              argument + " must be NAME=NUMBER with one of " + String.join(", ", names));
        }
        values[index] = Double.valueOf(parts[1]);
      }
      Class<?>[] types = new Class<?>[values.length];
      Arrays.fill(types, double.class);
      return ScaleOut.Constants.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("a constant is out of its range: " + arguments, e);
    }
  }
}
