package io.muzero.training;

import io.muzero.network.ParameterLayout;
import java.util.HashMap;
import java.util.Map;

/** {@link ConsistencyLoss} written out in plain Java, in double precision, one state at a time. */
final class NaiveConsistency {
  private static final double EPSILON = 1e-5;

  private final Map<String, ParameterLayout.Parameter> parameters = new HashMap<>();

  NaiveConsistency(ParameterLayout layout) {
    layout.parameters().forEach(p -> parameters.put(p.name(), p));
  }

  /** 1 − cosine; {@code theta} for what is trained, {@code truth} for the target's branch. */
  double loss(double[] theta, double[] unrolled, double[] truth, double[] observed) {
    double[] prediction = predict(theta, project(theta, unrolled));
    double[] target = project(truth, observed);
    double likeness = 0;
    for (int i = 0; i < target.length; i++) {
      likeness += prediction[i] * target[i] / target.length;
    }
    return 1 - likeness;
  }

  private double[] project(double[] theta, double[] state) {
    double[] x = relu(normal(linear(theta, "projector.0", normal(state))));
    return normal(linear(theta, "projector.2", relu(normal(linear(theta, "projector.1", x)))));
  }

  private double[] predict(double[] theta, double[] x) {
    return normal(linear(theta, "predictor.1", relu(normal(linear(theta, "predictor.0", x)))));
  }

  private double[] linear(double[] theta, String name, double[] x) {
    ParameterLayout.Parameter weight = parameters.get("consistency." + name + ".weight");
    ParameterLayout.Parameter bias = parameters.get("consistency." + name + ".bias");
    double[] y = new double[weight.shape().get(0)];
    for (int o = 0; o < y.length; o++) {
      y[o] = theta[bias.offset() + o];
      for (int i = 0; i < x.length; i++) {
        y[o] += theta[weight.offset() + o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] relu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.max(0, x[i]);
    }
    return y;
  }

  private static double[] normal(double[] x) {
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    double variance = 0;
    for (double v : x) {
      variance += (v - mean) * (v - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(variance + EPSILON);
    }
    return y;
  }
}
