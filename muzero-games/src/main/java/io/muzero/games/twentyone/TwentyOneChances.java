package io.muzero.games.twentyone;

import io.muzero.games.table.TransitionTable;
import io.muzero.games.table.TransitionTable.Outcome;
import java.util.ArrayList;
import java.util.List;

/** The chances of the game, with states as {@link TwentyOne#state} numbers them. */
final class TwentyOneChances {
  private static final int CARDS = 10;
  private static final int MOST = TwentyOne.DEALER_STANDS - 1 + CARDS;

  private final int ranks;

  /** Probability that the dealer ends with a total, by the total so far. */
  private final double[][] dealer = new double[MOST + 1][MOST + 1];

  TwentyOneChances(int ranks) {
    this.ranks = ranks;
    for (int total = MOST; total >= 1; total--) {
      if (total >= TwentyOne.DEALER_STANDS) {
        dealer[total][total] = 1;
      } else {
        for (int card = 1; card <= CARDS; card++) {
          for (int end = TwentyOne.DEALER_STANDS; end <= MOST; end++) {
            dealer[total][end] += probability(card) * dealer[total + card][end];
          }
        }
      }
    }
  }

  private double probability(int card) {
    return card < CARDS ? 1.0 / ranks : (ranks - 9.0) / ranks;
  }

  /** Lists them. */
  TransitionTable table() {
    double[] start = new double[(TwentyOne.BEST - 1) * CARDS];
    for (int card = 1; card <= CARDS; card++) {
      for (int open = 1; open <= CARDS; open++) {
        start[(card - 1) * CARDS + open - 1] = probability(card) * probability(open);
      }
    }
    return new TransitionTable(
        start,
        2,
        (state, action) -> {
          int total = state / CARDS + 1;
          return action == 0 ? hits(total, state) : ends(1, total, state);
        });
  }

  private List<Outcome> hits(int total, int state) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int card = 1; card <= CARDS; card++) {
      if (total + card >= TwentyOne.BEST) {
        outcomes.addAll(ends(probability(card), total + card, state));
      } else {
        outcomes.add(new Outcome(probability(card), state + card * CARDS, 0, false));
      }
    }
    return outcomes;
  }

  /** Loss, draw and win with a final total of the player, as far as they are possible. */
  private List<Outcome> ends(double probability, int total, int state) {
    double[] bySign = new double[3];
    if (total > TwentyOne.BEST) {
      bySign[0] = 1;
    } else {
      double[] ends = dealer[state % CARDS + 1];
      for (int end = TwentyOne.DEALER_STANDS; end <= MOST; end++) {
        bySign[1 + TwentyOne.sign(total, end)] += ends[end];
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int sign = -1; sign <= 1; sign++) {
      if (bySign[sign + 1] > 0) {
        outcomes.add(
            new Outcome(probability * bySign[sign + 1], state, sign * TwentyOne.REWARD, true));
      }
    }
    return outcomes;
  }
}
