package io.muzero.metrics;

import io.muzero.files.WireMessage;

/**
 * Counts a sample into equally wide bins, as TensorBoard wants it: a {@code HistogramProto}
 * (TensorFlow, {@code tensorflow/core/framework/summary.proto}).
 */
final class Histogram {
  private static final int MIN = 1;
  private static final int MAX = 2;
  private static final int NUM = 3;
  private static final int SUM = 4;
  private static final int SUM_SQUARES = 5;
  private static final int BUCKET_LIMIT = 6;
  private static final int BUCKET = 7;

  private static final int BINS = 30;

  private Histogram() {}

  /** The histogram of what is finite; nothing finite gives one without bins. */
  static WireMessage of(float[] sample) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (float x : sample) {
      if (Float.isFinite(x)) {
        min = Math.min(min, x);
        max = Math.max(max, x);
        sum += x;
        squares += (double) x * x;
        count++;
      }
    }
    if (count == 0) {
      return new WireMessage();
    }
    int bins = min == max ? 1 : BINS;
    double width = (max - min) / bins;
    double[] counts = new double[bins];
    for (float x : sample) {
      if (Float.isFinite(x)) {
        counts[width == 0 ? 0 : Math.min((int) ((x - min) / width), bins - 1)]++;
      }
    }
    double[] limits = new double[bins];
    for (int i = 0; i < bins; i++) {
      limits[i] = i == bins - 1 ? max : min + width * (i + 1);
    }
    return new WireMessage()
        .number(MIN, min)
        .number(MAX, max)
        .number(NUM, (double) count)
        .number(SUM, sum)
        .number(SUM_SQUARES, squares)
        .numbers(BUCKET_LIMIT, limits)
        .numbers(BUCKET, counts);
  }
}
