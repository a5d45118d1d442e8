package io.muzero.games.blackjack;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import io.muzero.games.picture.CardPicture;
import io.muzero.games.table.TableWorld;
import io.muzero.games.table.TransitionTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Blackjack without betting, against a dealer and from a pack that never ends: Gymnasium's {@code
 * Blackjack-v1} (R. Sutton, A. Barto, "Reinforcement Learning: An Introduction", example 5.1).
 *
 * <p>Cards count 1 to 10, 10 four times as often as any other; an ace counts 11 where that keeps
 * the total within 21. Player and dealer start with two cards each, one of the dealer's hidden.
 *
 * <p><b>Observation</b> 30×1×1, each number 0 or 1: the player's total from 4 to 21 one-hot (18), a
 * total above 21 (1), the dealer's open card from 1 to 10 one-hot (10), whether an ace counts 11
 * (1). Gymnasium gives the three numbers themselves.
 *
 * <p><b>Actions</b>: 0 stick, 1 hit (take a card).
 *
 * <p><b>Reward</b> at the end: 1 for a greater total than the dealer's, −1 for a smaller one or one
 * above 21, else 0; the dealer's total above 21 counts as 0. An ace and a ten dealt at once, a
 * natural, wins with {@code sab} (true, the rule of Sutton and Barto) against all but another
 * natural; without {@code sab} but with {@code natural} a win by it pays 1.5.
 *
 * <p><b>End</b>: when the player sticks, the dealer takes cards up to 17 or more; above 21 the
 * player has lost at once. The best expected return is −.04311; random play has −.394.
 */
public final class Blackjack extends GymnasiumEnvironment implements TableWorld {
  /** Two aces are the least total, and each card adds 1 or more. */
  private static final int MOST_STEPS = 20;

  private static final int TOTALS = 18;
  private static final int DEALER_STANDS = 17;

  /** Kinds of hands the player can have while the game goes on, and their first numbers. */
  private static final int SOFT = TOTALS;

  private static final int NATURAL = SOFT + 10;

  /**
   * What can be chosen.
   *
   * @param suttonBarto whether a natural wins against all but a natural
   * @param natural whether, without {@code suttonBarto}, a win by a natural pays 1.5
   */
  public record Rules(boolean suttonBarto, boolean natural) {

    private double reward(Hand player, Hand dealer) {
      if (suttonBarto && player.isNatural() && !dealer.isNatural()) {
        return 1;
      }
      int sign = Integer.compare(player.score(), dealer.score());
      return !suttonBarto && natural && player.isNatural() && sign > 0 ? 1.5 : sign;
    }
  }

  private final Rules rules;
  private final List<Integer> player = new ArrayList<>();
  private final List<Integer> dealer = new ArrayList<>();
  private boolean dealerShows;

  /** A table with these rules. */
  public Blackjack(Rules rules) {
    super(
        new EnvironmentSpec(
            1,
            TOTALS + 1 + 10 + 1,
            1,
            1,
            0,
            1,
            new ActionSpace.Discrete(2),
            -1,
            rules.natural && !rules.suttonBarto ? 1.5 : 1,
            MOST_STEPS,
            Symmetry.NONE));
    this.rules = rules;
  }

  private Blackjack(Blackjack other) {
    super(other);
    rules = other.rules;
    player.addAll(other.player);
    dealer.addAll(other.dealer);
    dealerShows = other.dealerShows;
  }

  private int draw() {
    return Math.min(10, 1 + random().integers(13));
  }

  @Override
  protected void start() {
    player.clear();
    dealer.clear();
    dealerShows = false;
    dealer.add(draw());
    dealer.add(draw());
    player.add(draw());
    player.add(draw());
    // Gymnasium draws a suit and, for a ten, a face for its picture; later draws depend on it.
    random().integers(4);
    if (dealer.get(0) == 10) {
      random().integers(3);
    }
  }

  @Override
  protected Step advance(Action action) {
    if (action.index() == 1) {
      player.add(draw());
      return hand(player).isBust() ? Step.terminal(-1) : Step.going(0);
    }
    dealerShows = true;
    while (hand(dealer).total() < DEALER_STANDS) {
      dealer.add(draw());
    }
    return Step.terminal(rules.reward(hand(player), hand(dealer)));
  }

  private static Hand hand(List<Integer> cards) {
    Hand hand = Hand.EMPTY;
    for (int card : cards) {
      hand = hand.with(card);
    }
    return hand;
  }

  /** The player's cards in the order dealt. */
  public List<Integer> playerCards() {
    return List.copyOf(player);
  }

  /** The dealer's cards in the order dealt, the hidden one second. */
  public List<Integer> dealerCards() {
    return List.copyOf(dealer);
  }

  /** The player's total, the dealer's open card, and 1 when an ace counts 11. */
  @Override
  public double[] gymnasiumObservation() {
    Hand hand = hand(player);
    return new double[] {hand.total(), dealer.get(0), hand.isSoft() ? 1 : 0};
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i < spec().observationSize(); i++) {
      target[offset + i] = 0;
    }
    Hand hand = hand(player);
    target[offset + (hand.isBust() ? TOTALS : hand.total() - 4)] = 1;
    target[offset + TOTALS + dealer.get(0)] = 1;
    target[offset + TOTALS + 11] = hand.isSoft() ? 1 : 0;
  }

  /**
   * Kind of hand · 10 + the dealer's card − 1; kinds are the totals 4 to 21, those from 12 to 21
   * with an ace that counts 11, and the natural.
   */
  @Override
  public int state() {
    return number(hand(player), dealer.get(0));
  }

  private static int number(Hand hand, int open) {
    int kind =
        hand.isNatural() ? NATURAL : hand.isSoft() ? SOFT + hand.total() - 12 : hand.total() - 4;
    return kind * 10 + open - 1;
  }

  /** A hand of each kind, with the fewest cards. */
  private static List<Integer> cards(int kind) {
    if (kind == NATURAL) {
      return List.of(1, 10);
    }
    if (kind >= SOFT) {
      int beside = kind - SOFT + 1;
      return beside < 10 ? List.of(1, beside) : List.of(1, 5, 5);
    }
    int total = kind + 4;
    return total <= 20
        ? List.of(Math.max(2, total - 10), total - Math.max(2, total - 10))
        : List.of(10, 9, 2);
  }

  /** Deals the player a hand of that kind, and the dealer a hidden card at random. */
  @Override
  public void setState(int state) {
    player.clear();
    player.addAll(cards(state / 10));
    dealer.clear();
    dealer.add(state % 10 + 1);
    dealer.add(draw());
  }

  private static double probability(int card) {
    return card == 10 ? 4.0 / 13 : 1.0 / 13;
  }

  @Override
  public TransitionTable table() {
    double[] start = new double[(NATURAL + 1) * 10];
    for (int first = 1; first <= 10; first++) {
      for (int second = 1; second <= 10; second++) {
        for (int open = 1; open <= 10; open++) {
          start[number(Hand.EMPTY.with(first).with(second), open)] +=
              probability(first) * probability(second) * probability(open);
        }
      }
    }
    return new TransitionTable(
        start,
        2,
        (state, action) -> {
          Hand hand = hand(cards(state / 10));
          int open = state % 10 + 1;
          return action == 1 ? hits(state, hand, open) : sticks(state, hand, open);
        });
  }

  private static List<TransitionTable.Outcome> hits(int state, Hand hand, int open) {
    List<TransitionTable.Outcome> outcomes = new ArrayList<>();
    for (int card = 1; card <= 10; card++) {
      Hand more = hand.with(card);
      outcomes.add(
          more.isBust()
              ? new TransitionTable.Outcome(probability(card), state, -1, true)
              : new TransitionTable.Outcome(probability(card), number(more, open), 0, false));
    }
    return outcomes;
  }

  private List<TransitionTable.Outcome> sticks(int state, Hand hand, int open) {
    List<TransitionTable.Outcome> outcomes = new ArrayList<>();
    for (int hidden = 1; hidden <= 10; hidden++) {
      Hand dealt = Hand.EMPTY.with(open).with(hidden);
      outcomes.add(
          new TransitionTable.Outcome(
              probability(hidden), state, expectedReward(hand, dealt), true));
    }
    return outcomes;
  }

  /** The mean over all that the dealer may draw. */
  private double expectedReward(Hand hand, Hand dealt) {
    if (dealt.total() >= DEALER_STANDS) {
      return rules.reward(hand, dealt);
    }
    double mean = 0;
    for (int card = 1; card <= 10; card++) {
      mean += probability(card) * expectedReward(hand, dealt.with(card));
    }
    return mean;
  }

  @Override
  public Blackjack copy() {
    return new Blackjack(this);
  }

  @Override
  public String actionName(int action) {
    return action == 0 ? "stick" : "hit";
  }

  /** The dealer's hidden card is a question mark until the player sticks. */
  @Override
  public String text() {
    return "dealer "
        + String.join(" ", dealerWords())
        + "\nplayer "
        + String.join(" ", words(player))
        + "  ("
        + hand(player).total()
        + (hand(player).isSoft() ? ", soft)" : ")");
  }

  private static List<String> words(List<Integer> cards) {
    return cards.stream().map(card -> card == 1 ? "A" : card.toString()).toList();
  }

  private List<String> dealerWords() {
    return dealerShows ? words(dealer) : List.of(words(dealer).get(0), "?");
  }

  @Override
  public String json() {
    int shown = dealerShows ? hand(dealer).total() : hand(dealer.subList(0, 1)).total();
    return new CardPicture()
        .hand("dealer", dealerWords(), shown)
        .hand("player", words(player), hand(player).total())
        .json();
  }
}
