package io.muzero.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.match.BradleyTerry.Pairing;
import io.muzero.match.BradleyTerry.Ratings;
import io.muzero.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {
  /** By golden.py in the test resources. */
  @Test
  void fit_fourPlayers_isScipys() {
    Ratings ratings =
        BradleyTerry.fit(
            4,
            List.of(
                new Pairing(0, 1, 10, 40),
                new Pairing(1, 2, 25.5, 60),
                new Pairing(0, 2, 4, 40),
                new Pairing(2, 3, 30, 50),
                new Pairing(0, 3, 0, 40),
                new Pairing(1, 3, 18, 30)),
            0);
    assertThat(ratings.elo())
        .containsExactly(new double[] {0, 321.990343, 387.037938, 335.937744}, within(1e-5));
    double[][] covariance = ratings.covariance();
    assertThat(covariance[1][1]).isCloseTo(2871.166911, within(1e-4));
    assertThat(covariance[2][2]).isCloseTo(2907.824727, within(1e-4));
    assertThat(covariance[3][3]).isCloseTo(2950.388875, within(1e-4));
    assertThat(covariance[1][3]).isCloseTo(1997.529888, within(1e-4));
    assertThat(covariance[0]).containsOnly(0);
  }

  @Test
  void fit_twoPlayers_isTheScoresDifferenceWithOneDrawMore() {
    Ratings ratings = BradleyTerry.fit(2, List.of(new Pairing(1, 0, 70, 100)), 0);
    assertThat(ratings.elo()[1]).isCloseTo(Elo.ofScore(70.5 / 101), within(1e-6));
  }

  @Test
  void fit_everyGameWon_staysFinite() {
    Ratings ratings =
        BradleyTerry.fit(3, List.of(new Pairing(1, 0, 400, 400), new Pairing(2, 1, 400, 400)), 0);
    assertThat(ratings.elo()[1]).isBetween(800.0, 1500.0);
    assertThat(ratings.elo()[2]).isBetween(1600.0, 3000.0);
    assertThat(ratings.of(2).high()).isFinite();
  }

  @Test
  void fit_anotherAnchor_movesAllAlike() {
    List<Pairing> pairings =
        List.of(new Pairing(0, 1, 12, 30), new Pairing(1, 2, 9, 30), new Pairing(0, 2, 5, 30));
    Ratings one = BradleyTerry.fit(3, pairings, 0);
    Ratings other = BradleyTerry.fit(3, pairings, 2);
    double[] difference = {-1, 1, 0};
    assertThat(other.sum(difference).value()).isCloseTo(one.sum(difference).value(), within(1e-6));
    assertThat(other.sum(difference).low()).isCloseTo(one.sum(difference).low(), within(1e-6));
    assertThat(other.elo()[2]).isZero();
  }

  @Test
  void fit_playerWithoutGames_isRefused() {
    assertThatThrownBy(() -> BradleyTerry.fit(3, List.of(new Pairing(0, 1, 1, 2)), 0))
        .hasMessage("player 2 must be tied to player 0 by games");
  }

  /**
   * Of simulated tournaments of known strengths the 95 % intervals hold the truth in about 95 %.
   */
  @Test
  void of_simulatedTournaments_intervalsHoldTheTruth() {
    double[] truth = {0, 60, 130, 190, 260, 300};
    UniformRandomProvider random = RandomStream.create(5, "tournament", 0);
    int held = 0;
    int all = 0;
    double bias = 0;
    for (int tournament = 0; tournament < 400; tournament++) {
      List<Pairing> pairings = new ArrayList<>();
      for (int a = 0; a < truth.length; a++) {
        for (int b : new int[] {a + 1, a + 2}) {
          if (b < truth.length) {
            pairings.add(new Pairing(a, b, points(random, truth[a] - truth[b], 60), 60));
          }
        }
      }
      Ratings ratings = BradleyTerry.fit(truth.length, pairings, 0);
      for (int player = 1; player < truth.length; player++) {
        Elo.Interval elo = ratings.of(player);
        held += elo.low() <= truth[player] && truth[player] <= elo.high() ? 1 : 0;
        all++;
        bias += (elo.value() - truth[player]) / truth[player];
      }
    }
    assertThat((double) held / all).as("share of intervals").isBetween(0.93, 0.97);
    assertThat(bias / all).as("mean relative error").isBetween(-0.05, 0.05);
  }

  private static double points(UniformRandomProvider random, double elo, int games) {
    double points = 0;
    for (int i = 0; i < games; i++) {
      points += random.nextDouble() < Elo.score(elo) ? 1 : 0;
    }
    return points;
  }

  @Test
  void tied_chainsOfGames_leadFromTheAnchor() {
    List<BradleyTerry.Pairing> games =
        List.of(
            new BradleyTerry.Pairing(3, 2, 1, 2),
            new BradleyTerry.Pairing(0, 3, 1, 2),
            new BradleyTerry.Pairing(4, 5, 1, 2));
    assertThat(BradleyTerry.tied(games, 0)).containsExactly(0, 2, 3);
    assertThat(BradleyTerry.tied(games, 5)).containsExactly(4, 5);
    assertThat(BradleyTerry.tied(List.of(), 1)).containsExactly(1);
  }
}
