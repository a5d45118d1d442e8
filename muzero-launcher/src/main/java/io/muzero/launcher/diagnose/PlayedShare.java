package io.muzero.launcher.diagnose;

/**
 * Counts the moves of games that are played, and estimates which share of all moves they are. Used
 * by one thread.
 */
final class PlayedShare {
  private final int games;
  private final int mostMoves;
  private long moves;
  private int over;
  private long movesOfOver;
  private double highest;

  /** {@code mostMoves}: moves of a game at most, at least 1. */
  PlayedShare(int games, int mostMoves) {
    this.games = games;
    this.mostMoves = mostMoves;
  }

  /** A move was made. */
  void moved() {
    moves++;
  }

  /** A game is over after so many moves. */
  void over(int movesOfGame) {
    over++;
    movesOfOver += movesOfGame;
  }

  /** What was played, in words. */
  String text() {
    return Html.format(
        "%,d of %,d games, %,d %s", over, games, moves, moves == 1 ? "move" : "moves");
  }

  /**
   * The share; it never falls.
   *
   * @param begun moves that are being searched, as the share of them that is done
   */
  double share(double begun) {
    highest = Math.max(highest, estimate(begun));
    return highest;
  }

  /**
   * The games that are over first are the short ones, so those still going are not taken to become
   * as long. Were games as likely to end at any move, each had as many to come as moves were made
   * for each end; as they grow likelier to end, half of that, and of what the longest game allows.
   */
  private double estimate(double begun) {
    int going = games - over;
    if (going == 0) {
      return 1;
    }
    double made = moves + begun;
    double allowed = mostMoves - (made - movesOfOver) / going;
    double byEnds = over > 0 ? made / over : Double.POSITIVE_INFINITY;
    double toCome = Math.max(0.5, Math.min(allowed, byEnds) / 2);
    return made / (made + going * toCome);
  }
}
