package io.muzero.match;

import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ratings that explain the results of many pairings best: the model of Bradley and Terry
 * (Biometrika 39, 1952) on Elo's scale, in which a draw is half a win. The likelihood's maximum is
 * found by Newton's method (D. Hunter, Annals of Statistics 32, 2004, section 2, says when there is
 * one and only one), and the ratings' covariance is the inverse of the information there.
 *
 * <p>A player who won all games would have no finite rating. So each player has one virtual drawn
 * game, spread over its opponents in the proportion of the games it played, as R. Coulom's Bayeselo
 * has two.
 */
public final class BradleyTerry {
  private static final int MOST_ITERATIONS = 200;
  private static final double TOLERANCE = 1e-10;

  /** The longest step in natural units, about 350 Elo: far from the maximum Newton overshoots. */
  private static final double LONGEST_STEP = 2;

  private static final double Z = 1.959963984540054;

  private BradleyTerry() {}

  /**
   * The result of some games between two players.
   *
   * @param a one player's index
   * @param b the other's
   * @param score points of a, a draw counting ½; within [0, games]
   * @param games how many, above 0; need not be whole: repeated games count once
   */
  public record Pairing(int a, int b, double score, double games) {
    /** Checks the ranges. */
    public Pairing {
      if (a == b) {
        throw new IllegalArgumentException("a player cannot meet itself, both were " + a);
      }
      if (!(games > 0 && score >= 0 && score <= games)) {
        throw new IllegalArgumentException(
            "score must be within [0, games] and games above 0, was " + score + " of " + games);
      }
    }
  }

  /**
   * Ratings relative to one player.
   *
   * @param elo of each player; the anchor's is 0
   * @param covariance of them [players, players]; the anchor's row and column are 0
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Ratings(double[] elo, double[][] covariance) {
    /** A player's rating with its 95 % interval. */
    public Elo.Interval of(int player) {
      double[] weights = new double[elo.length];
      weights[player] = 1;
      return sum(weights);
    }

    /**
     * A weighted sum of ratings with its 95 % interval, for example a difference by 1 and −1.
     *
     * @param weights of each player
     */
    public Elo.Interval sum(double[] weights) {
      double value = 0;
      double variance = 0;
      for (int i = 0; i < elo.length; i++) {
        value += weights[i] * elo[i];
        for (int j = 0; j < elo.length; j++) {
          variance += weights[i] * weights[j] * covariance[i][j];
        }
      }
      double half = Z * Math.sqrt(Math.max(0, variance));
      return new Elo.Interval(value - half, value, value + half);
    }
  }

  /**
   * The ratings.
   *
   * @param players how many there are
   * @param pairings their results; every player must be tied to the anchor by some chain of them
   * @param anchor the player whose rating is 0
   * @throws IllegalArgumentException when a player is not
   */
  public static Ratings fit(int players, List<Pairing> pairings, int anchor) {
    requireConnected(players, pairings, anchor);
    List<Pairing> weighted = withVirtualGames(players, pairings);
    double[] rating = new double[players];
    double[][] inverse = new double[players][players];
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      double[] gradient = new double[players];
      double[][] information = new double[players][players];
      for (Pairing pairing : weighted) {
        add(pairing, rating, gradient, information);
      }
      fix(anchor, gradient, information);
      inverse = inverse(information);
      double[] step = new double[players];
      double longest = 0;
      for (int k = 0; k < players; k++) {
        for (int j = 0; j < players; j++) {
          step[k] += inverse[k][j] * gradient[j];
        }
        longest = Math.max(longest, Math.abs(step[k]));
      }
      double factor = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
      for (int k = 0; k < players; k++) {
        rating[k] += factor * step[k];
      }
      if (longest < TOLERANCE) {
        break;
      }
    }
    for (int k = 0; k < players; k++) {
      rating[k] *= Elo.UNIT;
      inverse[anchor][k] = 0;
      inverse[k][anchor] = 0;
      for (int j = 0; j < players; j++) {
        inverse[k][j] *= Elo.UNIT * Elo.UNIT;
      }
    }
    return new Ratings(rating, inverse);
  }

  private static void add(
      Pairing pairing, double[] rating, double[] gradient, double[][] information) {
    int a = pairing.a();
    int b = pairing.b();
    double expected = 1 / (1 + Math.exp(rating[b] - rating[a]));
    double surplus = pairing.score() - pairing.games() * expected;
    gradient[a] += surplus;
    gradient[b] -= surplus;
    double weight = pairing.games() * expected * (1 - expected);
    information[a][a] += weight;
    information[b][b] += weight;
    information[a][b] -= weight;
    information[b][a] -= weight;
  }

  /** The anchor does not move, and is tied to nobody. */
  private static void fix(int anchor, double[] gradient, double[][] information) {
    gradient[anchor] = 0;
    for (int k = 0; k < gradient.length; k++) {
      information[anchor][k] = 0;
      information[k][anchor] = 0;
    }
    information[anchor][anchor] = 1;
  }

  private static List<Pairing> withVirtualGames(int players, List<Pairing> pairings) {
    double[] games = new double[players];
    for (Pairing pairing : pairings) {
      games[pairing.a()] += pairing.games();
      games[pairing.b()] += pairing.games();
    }
    return pairings.stream()
        .map(
            pairing -> {
              double share = 1 / games[pairing.a()] + 1 / games[pairing.b()];
              double drawn = pairing.games() * share / 2;
              return new Pairing(
                  pairing.a(), pairing.b(), pairing.score() + drawn / 2, pairing.games() + drawn);
            })
        .toList();
  }

  /**
   * The players that some chain of games ties to one of them, itself too, in ascending order:
   * {@link #fit} can rate all of these together.
   */
  public static NavigableSet<Integer> tied(List<Pairing> pairings, int anchor) {
    NavigableSet<Integer> tied = new TreeSet<>(Set.of(anchor));
    boolean more = true;
    while (more) {
      more = false;
      for (Pairing pairing : pairings) {
        if (tied.contains(pairing.a()) || tied.contains(pairing.b())) {
          more |= tied.add(pairing.a());
          more |= tied.add(pairing.b());
        }
      }
    }
    return tied;
  }

  private static void requireConnected(int players, List<Pairing> pairings, int anchor) {
    Set<Integer> tied = tied(pairings, anchor);
    for (int k = 0; k < players; k++) {
      if (!tied.contains(k)) {
        throw new IllegalArgumentException(
            "player " + k + " must be tied to player " + anchor + " by games");
      }
    }
  }

  /** The inverse of a positive definite matrix, by Gauss and Jordan. */
  private static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] left = new double[n][];
    double[][] right = new double[n][n];
    for (int i = 0; i < n; i++) {
      left[i] = matrix[i].clone();
      right[i][i] = 1;
    }
    for (int column = 0; column < n; column++) {
      // Positive definite: the diagonal is a pivot that never vanishes.
      double pivot = left[column][column];
      for (int k = 0; k < n; k++) {
        left[column][k] /= pivot;
        right[column][k] /= pivot;
      }
      for (int row = 0; row < n; row++) {
        double factor = left[row][column];
        if (row != column && factor != 0) {
          for (int k = 0; k < n; k++) {
            left[row][k] -= factor * left[column][k];
            right[row][k] -= factor * right[column][k];
          }
        }
      }
    }
    return right;
  }
}
