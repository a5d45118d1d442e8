package io.muzero.metrics;

import java.util.Arrays;
import org.tensorflow.proto.HistogramProto;

/** Counts a sample into equally wide bins, as TensorBoard wants it. */
final class Histogram {
  private static final int BINS = 30;

  private Histogram() {}

  /** The histogram of what is finite; nothing finite gives one without bins. */
  static HistogramProto of(float[] sample) {
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
    HistogramProto.Builder histogram = HistogramProto.newBuilder();
    if (count == 0) {
      return histogram.build();
    }
    int bins = min == max ? 1 : BINS;
    double width = (max - min) / bins;
    int[] counts = new int[bins];
    for (float x : sample) {
      if (Float.isFinite(x)) {
        counts[width == 0 ? 0 : Math.min((int) ((x - min) / width), bins - 1)]++;
      }
    }
    histogram.setMin(min).setMax(max).setNum(count).setSum(sum).setSumSquares(squares);
    for (int i = 0; i < bins; i++) {
      histogram.addBucketLimit(i == bins - 1 ? max : min + width * (i + 1));
    }
    Arrays.stream(counts).forEach(histogram::addBucket);
    return histogram.build();
  }
}
