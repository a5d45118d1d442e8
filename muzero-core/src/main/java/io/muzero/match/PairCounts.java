package io.muzero.match;

/**
 * How pairs of games went, each the same opening played once from each seat, in the first player's
 * view: the pentanomial distribution. A pair is one observation, because its two games share the
 * luck of the opening.
 *
 * @param none pairs that brought no point
 * @param half pairs that brought ½
 * @param one pairs that brought 1
 * @param oneAndHalf pairs that brought 1½
 * @param two pairs that brought 2
 * @param distinct different pairs among them: players without chance repeat themselves
 */
public record PairCounts(int none, int half, int one, int oneAndHalf, int two, int distinct) {
  /** Nothing played. */
  public static final PairCounts EMPTY = new PairCounts(0, 0, 0, 0, 0, 0);

  /** Pairs of which no two are alike. */
  public PairCounts(int none, int half, int one, int oneAndHalf, int two) {
    this(none, half, one, oneAndHalf, two, none + half + one + oneAndHalf + two);
  }

  /** Pairs played. */
  public int pairs() {
    return none + half + one + oneAndHalf + two;
  }

  /**
   * The same and one pair more.
   *
   * @param halves its points in halves, within [0, 4]
   * @param isNew whether no pair before was the same
   */
  public PairCounts plus(int halves, boolean isNew) {
    if (halves < 0 || halves > 4) {
      throw new IllegalArgumentException("halves must be within [0, 4], was " + halves);
    }
    return new PairCounts(
        none + (halves == 0 ? 1 : 0),
        half + (halves == 1 ? 1 : 0),
        one + (halves == 2 ? 1 : 0),
        oneAndHalf + (halves == 3 ? 1 : 0),
        two + (halves == 4 ? 1 : 0),
        distinct + (isNew ? 1 : 0));
  }

  /** The counts as weights [5] that add up to the number of different pairs. */
  double[] weights() {
    double factor = pairs() == 0 ? 0 : (double) distinct / pairs();
    return new double[] {
      none * factor, half * factor, one * factor, oneAndHalf * factor, two * factor
    };
  }
}
