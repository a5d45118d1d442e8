package io.muzero.games.twentyone;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.picture.CardPicture;
import io.muzero.games.random.Pcg64;
import io.muzero.games.table.TableWorld;
import io.muzero.games.table.TransitionTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A simple form of twenty-one against a dealer: the ace always counts 1, player and dealer start
 * with one open card each, and the pack never ends.
 *
 * <p><b>Cards</b>: {@code ranks} (12) equally likely ranks, of which those from the tenth on count
 * 10; a full pack has 13. The default is the pack that the known scores are for.
 *
 * <p><b>Observation</b> 3×3×3 within [0, 1]. First plane: the player's total / 30, everywhere.
 * Second: the dealer's card from 1 to 10 as a scale, one cell more lit for each above 1. Third: the
 * player's total as a scale, from dark at 11 and below to lit at 20 and above.
 *
 * <p><b>Actions</b>: 0 hit (take a card), 1 stand.
 *
 * <p><b>Reward</b> at the end: 10 for more than the dealer or when the dealer has more than 21, 0
 * for as many, −10 for less or more than 21.
 *
 * <p><b>End</b>: when the player stands or reaches 21, the dealer takes cards up to 17 or more;
 * with more than 21 the player has lost at once. The best expected return is −.7324 (with 13 ranks
 * −.5743); standing from 16 on has −.862, random play −3.756.
 */
public final class TwentyOne implements TableWorld {
  /** The total that the cards should come to. */
  static final int BEST = 21;

  /** The total from which the dealer takes no more. */
  static final int DEALER_STANDS = 17;

  /** What winning is worth. */
  static final int REWARD = 10;

  /** The player starts with 1 or more and each card adds 1 or more. */
  private static final int MOST_STEPS = 20;

  private static final double GREATEST_TOTAL = 30;
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          1,
          3,
          3,
          3,
          0,
          1,
          new ActionSpace.Discrete(2),
          -REWARD,
          REWARD,
          MOST_STEPS,
          Symmetry.NONE);

  private final int ranks;
  private final Pcg64 random;
  private final List<Integer> player = new ArrayList<>();
  private final List<Integer> dealer = new ArrayList<>();
  private int playerTotal;
  private int dealerTotal;
  private int steps;
  private boolean ended = true;

  /**
   * A table that is still to be reset.
   *
   * @param ranks equally likely ranks, from 10
   */
  public TwentyOne(int ranks) {
    if (ranks < 10) {
      throw new IllegalArgumentException("a pack has at least 10 ranks, was " + ranks);
    }
    this.ranks = ranks;
    random = new Pcg64(0);
    reset();
  }

  private TwentyOne(TwentyOne other) {
    ranks = other.ranks;
    random = new Pcg64(other.random);
    player.addAll(other.player);
    dealer.addAll(other.dealer);
    playerTotal = other.playerTotal;
    dealerTotal = other.dealerTotal;
    steps = other.steps;
    ended = other.ended;
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed) {
    random.seed(seed);
    reset();
  }

  @Override
  public void reset() {
    player.clear();
    dealer.clear();
    playerTotal = 0;
    dealerTotal = 0;
    steps = 0;
    ended = false;
    deal(player);
    deal(dealer);
  }

  private void deal(List<Integer> hand) {
    take(hand, Math.min(10, 1 + random.integers(ranks)));
  }

  private void take(List<Integer> hand, int card) {
    hand.add(card);
    if (hand == player) {
      playerTotal += card;
    } else {
      dealerTotal += card;
    }
  }

  @Override
  public int playerToMove() {
    return 0;
  }

  @Override
  public boolean isLegal(int action) {
    return action == 0 || action == 1;
  }

  @Override
  public Step step(Action action) {
    if (ended) {
      throw new IllegalStateException("the episode has ended: call reset first");
    }
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException("an action is 0, hit, or 1, stand; was " + action.index());
    }
    steps++;
    if (action.index() == 0) {
      deal(player);
    }
    ended = action.index() == 1 || playerTotal >= BEST;
    if (!ended) {
      return Step.going(0);
    }
    while (playerTotal <= BEST && dealerTotal < DEALER_STANDS) {
      deal(dealer);
    }
    return Step.terminal(REWARD * sign(playerTotal, dealerTotal));
  }

  /** 1 when the player has won with these totals, the dealer's being final, 0 or −1. */
  static int sign(int player, int dealer) {
    if (player > BEST) {
      return -1;
    }
    return dealer > BEST ? 1 : Integer.signum(player - dealer);
  }

  /** (total − 1) · 10 + the dealer's card − 1, for totals below 21. */
  @Override
  public int state() {
    return (playerTotal - 1) * 10 + dealer.get(0) - 1;
  }

  @Override
  public void setState(int state) {
    player.clear();
    dealer.clear();
    playerTotal = 0;
    dealerTotal = 0;
    for (int rest = state / 10 + 1; rest > 0; rest -= Math.min(10, rest)) {
      take(player, Math.min(10, rest));
    }
    take(dealer, state % 10 + 1);
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public TransitionTable table() {
    return new TwentyOneChances(ranks).table();
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int cell = 0; cell < 9; cell++) {
      target[offset + cell] = (float) (playerTotal / GREATEST_TOTAL);
      target[offset + 9 + cell] = dealer.get(0) >= cell + 2 ? 1 : 0;
      target[offset + 18 + cell] = playerTotal >= cell + 12 ? 1 : 0;
    }
  }

  @Override
  public TwentyOne copy() {
    return new TwentyOne(this);
  }

  @Override
  public String actionName(int action) {
    return action == 0 ? "hit" : "stand";
  }

  @Override
  public String text() {
    return "dealer "
        + String.join(" ", words(dealer))
        + "  ("
        + dealerTotal
        + ")\nplayer "
        + String.join(" ", words(player))
        + "  ("
        + playerTotal
        + ")";
  }

  private static List<String> words(List<Integer> hand) {
    return hand.stream().map(card -> card == 1 ? "A" : card.toString()).toList();
  }

  @Override
  public String json() {
    return new CardPicture()
        .hand("dealer", words(dealer), dealerTotal)
        .hand("player", words(player), playerTotal)
        .json();
  }
}
