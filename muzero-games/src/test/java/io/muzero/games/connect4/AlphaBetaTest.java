package io.muzero.games.connect4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The search and its proofs without search against plain negamax over late positions. */
class AlphaBetaTest {
  private final Map<Long, Integer> known = new HashMap<>();

  /** The score by definition: every move, to the end. */
  private int plainScore(long own, long mask) {
    int stones = Long.bitCount(mask);
    if (stones == 42) {
      return 0;
    }
    Integer score = known.get(own + mask + Bitboard.BOTTOM);
    if (score != null) {
      return score;
    }
    int best = -42;
    for (long moves = Bitboard.playable(mask); moves != 0; moves &= moves - 1) {
      long move = Long.lowestOneBit(moves);
      // The stone is the mover's number stones / 2 + 1.
      int value =
          Bitboard.hasFour(own | move)
              ? 22 - (stones / 2 + 1)
              : -plainScore(own ^ mask, mask | move);
      best = Math.max(best, value);
    }
    known.put(own + mask + Bitboard.BOTTOM, best);
    return best;
  }

  @Test
  void score_latePositions_asByPlainNegamax() {
    SplittableRandom random = new SplittableRandom(1);
    AlphaBeta search = new AlphaBeta(new TranspositionTable(16), OpeningBook.EMPTY);
    for (int i = 0; i < 300; i++) {
      Connect4 game = Connect4Test.randomPosition(random, random.nextInt(27, 42));
      int expected = plainScore(game.ownStones(), game.allStones());
      assertThat(search.score(game.ownStones(), game.allStones()))
          .as(game.text())
          .isEqualTo(expected);
      assertThat(search.value(game.ownStones(), game.allStones()))
          .as(game.text())
          .isEqualTo(Integer.signum(expected));
      known.clear();
    }
  }

  @Test
  void followUp_boundsOfTheFirstPlayer_areKept() {
    SplittableRandom random = new SplittableRandom(2);
    int[] seen = new int[2];
    for (int i = 0; i < 1500; i++) {
      Connect4 game = Connect4Test.randomPosition(random, 2 * random.nextInt(13, 20));
      long first = game.ownStones();
      long mask = game.allStones();
      int bound = FollowUp.boundOfFirst(first, first ^ mask);
      if (bound != FollowUp.UNKNOWN
          && (Bitboard.winningCells(first, mask) & Bitboard.playable(mask)) == 0) {
        assertThat(plainScore(first, mask)).as(game.text()).isLessThanOrEqualTo(bound);
        seen[-bound]++;
        known.clear();
      }
    }
    assertThat(seen[0]).isGreaterThan(20);
    assertThat(seen[1]).isGreaterThan(20);
  }

  @Test
  void followUp_winsOfTheFirstPlayer_areWins() {
    SplittableRandom random = new SplittableRandom(3);
    int seen = 0;
    for (int i = 0; i < 4000; i++) {
      Connect4 game = Connect4Test.randomPosition(random, 2 * random.nextInt(13, 20) + 1);
      long second = game.ownStones();
      long mask = game.allStones();
      if (FollowUp.winsForFirst(second ^ mask, second)
          && (Bitboard.winningCells(second, mask) & Bitboard.playable(mask)) == 0) {
        assertThat(plainScore(second, mask)).as(game.text()).isNegative();
        seen++;
        known.clear();
      }
    }
    assertThat(seen).isGreaterThan(20);
  }

  @Test
  void score_mirrorImages_agree() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20; i++) {
      Connect4 game = Connect4Test.randomPosition(random, 16);
      long own = game.ownStones();
      long mask = game.allStones();
      AlphaBeta one = new AlphaBeta(new TranspositionTable(18), OpeningBook.EMPTY);
      AlphaBeta other = new AlphaBeta(new TranspositionTable(18), OpeningBook.EMPTY);
      assertThat(other.score(Bitboard.mirror(own), Bitboard.mirror(mask)))
          .as(game.text())
          .isEqualTo(one.score(own, mask));
    }
  }

  @Test
  void transpositionTable_fullOfOtherPositions_stillGivesOnlyTheKeysOwn() {
    TranspositionTable table = new TranspositionTable(6);
    SplittableRandom random = new SplittableRandom(5);
    Map<Long, int[]> put = new HashMap<>();
    int found = 0;
    for (int i = 0; i < 2000; i++) {
      long key = random.nextLong(1, 1L << 49);
      int lower = random.nextInt(-21, 22);
      int upper = random.nextInt(lower, 22);
      table.put(key, lower, upper, 1L << random.nextInt(30));
      put.put(key, new int[] {lower, upper});
    }
    for (Map.Entry<Long, int[]> entry : put.entrySet()) {
      long kept = table.get(entry.getKey());
      if (kept != 0) {
        found++;
        assertThat(TranspositionTable.lower(kept)).isEqualTo(entry.getValue()[0]);
        assertThat(TranspositionTable.upper(kept)).isEqualTo(entry.getValue()[1]);
      }
    }
    assertThat(found).isBetween(32, 64);
  }
}
