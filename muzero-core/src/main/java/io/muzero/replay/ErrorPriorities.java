package io.muzero.replay;

/**
 * Priorities by value errors: p = (|error| + ε)^α (Prioritized Experience Replay, arXiv:1511.05952,
 * section 3.3; MuZero, arXiv:1911.08265, Appendix G).
 */
final class ErrorPriorities implements Priorities {
  /** A greater value error counts as this, so that sums of priorities stay finite. */
  private static final double MAX_ERROR = 1e9;

  private final SumTree tree;
  private final double alpha;
  private final double epsilon;

  /** Bounds of the values that a network can say; targets beyond are learned as these. */
  private final double leastValue;

  private final double greatestValue;

  /** All 0. */
  ErrorPriorities(ReplayConfig config, double leastValue, double greatestValue) {
    tree = new SumTree(config.capacity());
    alpha = config.alpha();
    epsilon = config.epsilon();
    this.leastValue = leastValue;
    this.greatestValue = greatestValue;
  }

  @Override
  public double[] initial(Trajectory trajectory, float[] valueTargets) {
    int first = trajectory.firstSampleable();
    double[] initial = new double[trajectory.sampleablePositions()];
    for (int i = 0; i < initial.length; i++) {
      double said = clipped(trajectory.networkValue(first + i));
      initial[i] = of(said - clipped(valueTargets[first + i]));
    }
    return initial;
  }

  private double clipped(double value) {
    return Math.max(leastValue, Math.min(greatestValue, value));
  }

  @Override
  public double of(double error) {
    return Math.pow(Math.min(Math.abs(error), MAX_ERROR) + epsilon, alpha);
  }

  private int slot(long id) {
    return (int) (id % tree.capacity());
  }

  @Override
  public void put(long firstId, double[] priorities) {
    int slot = slot(firstId);
    int untilWrap = Math.min(priorities.length, tree.capacity() - slot);
    tree.setAll(slot, priorities, 0, untilWrap);
    tree.setAll(0, priorities, untilWrap, priorities.length - untilWrap);
  }

  @Override
  public void set(long id, double priority) {
    tree.set(slot(id), priority);
  }

  @Override
  public void clear(long firstId, int count) {
    int slot = slot(firstId);
    int untilWrap = Math.min(count, tree.capacity() - slot);
    tree.clear(slot, untilWrap);
    tree.clear(0, count - untilWrap);
  }

  @Override
  public void clear() {
    tree.clear(0, tree.capacity());
  }

  @Override
  public double get(long id) {
    return tree.get(slot(id));
  }

  @Override
  public double total(int positions) {
    return tree.total();
  }

  @Override
  public double greatest() {
    return tree.greatest();
  }

  @Override
  public long find(double share, long oldestId, int positions) {
    int slot = tree.find(share * tree.total());
    long id = oldestId - slot(oldestId) + slot;
    return id < oldestId ? id + tree.capacity() : id;
  }

  @Override
  public double[] copy(long firstId, int positions) {
    double[] copy = new double[positions];
    for (int i = 0; i < positions; i++) {
      copy[i] = get(firstId + i);
    }
    return copy;
  }
}
