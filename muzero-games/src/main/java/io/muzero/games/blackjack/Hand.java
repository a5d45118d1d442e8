package io.muzero.games.blackjack;

/**
 * What matters of a hand of cards, whatever their order.
 *
 * @param hard the total with every ace counting 1
 * @param ace whether there is an ace
 * @param cards number of cards
 */
record Hand(int hard, boolean ace, int cards) {
  /** Nothing dealt yet. */
  static final Hand EMPTY = new Hand(0, false, 0);

  private static final int BEST = 21;

  /** The hand with one card more, 1 to 10. */
  Hand with(int card) {
    return new Hand(hard + card, ace || card == 1, cards + 1);
  }

  /** Whether an ace can count 11. */
  boolean isSoft() {
    return ace && hard + 10 <= BEST;
  }

  /** The best total: an ace counts 11 where it can. */
  int total() {
    return isSoft() ? hard + 10 : hard;
  }

  /** Whether the total is above 21. */
  boolean isBust() {
    return hard > BEST;
  }

  /** What the hand is worth at the end: its total, or 0 above 21. */
  int score() {
    return isBust() ? 0 : total();
  }

  /** Whether these are an ace and a ten. */
  boolean isNatural() {
    return cards == 2 && isSoft() && total() == BEST;
  }
}
