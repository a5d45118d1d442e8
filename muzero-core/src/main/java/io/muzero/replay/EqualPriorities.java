package io.muzero.replay;

/** All positions alike, with priority 1. */
final class EqualPriorities implements Priorities {
  @Override
  public double[] initial(Trajectory trajectory, float[] valueTargets) {
    return new double[0];
  }

  @Override
  public double of(double error) {
    return 1;
  }

  @Override
  public void put(long firstId, double[] priorities) {}

  @Override
  public void set(long id, double priority) {}

  @Override
  public void clear(long firstId, int count) {}

  @Override
  public void clear() {}

  @Override
  public double get(long id) {
    return 1;
  }

  @Override
  public double total(int positions) {
    return positions;
  }

  @Override
  public double greatest() {
    return 1;
  }

  @Override
  public long find(double share, long oldestId, int positions) {
    return oldestId + Math.min((long) (share * positions), positions - 1);
  }

  @Override
  public double[] copy(long firstId, int positions) {
    return new double[0];
  }
}
