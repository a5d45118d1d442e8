package io.muzero.replay;

import java.util.Arrays;

/**
 * Weights in a binary tree of sums: set one, or find the one that a point of the total falls on, in
 * O(log n).
 *
 * <p>Each inner sum is always recomputed from its two children and never adjusted, so rounding
 * errors do not add up over time. Not thread-safe.
 */
final class SumTree {
  /** Twice as many sums still fit into one array. */
  private static final int MOST_LEAVES = 1 << 28;

  private final int capacity;

  /** Leaves a power of two; node 1 is the root, node i has children 2i and 2i+1. */
  private final int leaves;

  private final double[] sums;

  /** A tree of weights that are all 0. */
  SumTree(int capacity) {
    if (capacity < 1 || capacity > MOST_LEAVES) {
      throw new IllegalArgumentException("a sum tree cannot have " + capacity + " leaves");
    }
    this.capacity = capacity;
    leaves = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) * 2;
    sums = new double[2 * leaves];
  }

  int capacity() {
    return capacity;
  }

  /** The sum of all weights. */
  double total() {
    return sums[1];
  }

  double get(int index) {
    return sums[leaves + index];
  }

  /** The greatest weight, in O(n). */
  double greatest() {
    double greatest = 0;
    for (int node = leaves; node < leaves + capacity; node++) {
      greatest = Math.max(greatest, sums[node]);
    }
    return greatest;
  }

  /** Sets a weight, finite and at least 0. */
  void set(int index, double weight) {
    if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "a weight must be finite and at least 0, was " + weight + " at " + index);
    }
    int node = leaves + index;
    sums[node] = weight;
    for (node >>= 1; node >= 1; node >>= 1) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  /**
   * Sets {@code count} weights from {@code index} on, each finite and at least 0; sums are computed
   * once at the end.
   */
  void setAll(int index, double[] weights, int from, int count) {
    if (count == 0) {
      return;
    }
    System.arraycopy(weights, from, sums, leaves + index, count);
    sumAbove(index, count);
  }

  /** Sets {@code count} weights from {@code index} on to 0. */
  void clear(int index, int count) {
    if (count == 0) {
      return;
    }
    Arrays.fill(sums, leaves + index, leaves + index + count, 0.0);
    sumAbove(index, count);
  }

  private void sumAbove(int index, int count) {
    int low = leaves + index;
    int high = low + count - 1;
    for (low >>= 1, high >>= 1; low >= 1; low >>= 1, high >>= 1) {
      for (int node = low; node <= high; node++) {
        sums[node] = sums[2 * node] + sums[2 * node + 1];
      }
    }
  }

  /**
   * The index i with {@code Σ_{j<i} w_j <= point < Σ_{j<=i} w_j}. Whatever rounding does, its
   * weight is not 0.
   *
   * @param point within [0, total)
   * @throws IllegalStateException when all weights are 0
   */
  int find(double point) {
    if (!(sums[1] > 0)) {
      throw new IllegalStateException("no weight to choose by: all are 0");
    }
    double rest = point;
    int node = 1;
    while (node < leaves) {
      node *= 2;
      // A right child of 0 is only met when rounding let the point reach past the left one.
      if (rest >= sums[node] && sums[node + 1] > 0) {
        rest -= sums[node];
        node++;
      }
    }
    return node - leaves;
  }
}
