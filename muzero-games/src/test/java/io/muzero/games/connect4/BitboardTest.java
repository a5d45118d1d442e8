package io.muzero.games.connect4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Bits against plain loops over a board of rows and columns. */
class BitboardTest {

  private static long bit(int column, int row) {
    return 1L << column * Bitboard.STRIDE + row;
  }

  private static boolean has(long cells, int column, int row) {
    return column >= 0 && column < 7 && row >= 0 && row < 6 && (cells & bit(column, row)) != 0;
  }

  private static boolean hasFourByLoops(long cells) {
    int[][] directions = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
    for (int column = 0; column < 7; column++) {
      for (int row = 0; row < 6; row++) {
        for (int[] direction : directions) {
          int length = 0;
          while (length < 4
              && has(cells, column + length * direction[0], row + length * direction[1])) {
            length++;
          }
          if (length == 4) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Test
  void hasFour_randomCells_asByLoops() {
    SplittableRandom random = new SplittableRandom(1);
    int fours = 0;
    for (int i = 0; i < 20_000; i++) {
      long half = random.nextLong();
      long cells = half & random.nextLong() & Bitboard.BOARD;
      boolean expected = hasFourByLoops(cells);
      assertThat(Bitboard.hasFour(cells)).as(Long.toBinaryString(cells)).isEqualTo(expected);
      fours += expected ? 1 : 0;
    }
    assertThat(fours).isBetween(2000, 18_000);
  }

  @Test
  void winningCells_areTheEmptyCellsThatMakeFour() {
    SplittableRandom random = new SplittableRandom(2);
    int found = 0;
    for (int i = 0; i < 500; i++) {
      Connect4 game = Connect4Test.randomPosition(random, random.nextInt(8, 36));
      long own = game.ownStones();
      long mask = game.allStones();
      long expected = 0;
      for (int column = 0; column < 7; column++) {
        for (int row = 0; row < 6; row++) {
          if (!has(mask, column, row) && hasFourByLoops(own | bit(column, row))) {
            expected |= bit(column, row);
          }
        }
      }
      assertThat(Bitboard.winningCells(own, mask)).as(game.text()).isEqualTo(expected);
      found += Long.bitCount(expected);
    }
    assertThat(found).isGreaterThan(500);
  }

  @Test
  void notLosingAtOnce_areTheMovesWithoutAWinningReply() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 500; i++) {
      Connect4 game = Connect4Test.randomPosition(random, random.nextInt(8, 38));
      long own = game.ownStones();
      long mask = game.allStones();
      long opponent = own ^ mask;
      long expected = 0;
      for (long moves = Bitboard.playable(mask); moves != 0; moves &= moves - 1) {
        long move = Long.lowestOneBit(moves);
        boolean loses = false;
        long replies = Bitboard.playable(mask | move);
        for (; replies != 0; replies &= replies - 1) {
          loses |= hasFourByLoops(opponent | Long.lowestOneBit(replies));
        }
        expected |= loses ? 0 : move;
      }
      assertThat(Bitboard.notLosingAtOnce(own, mask)).as(game.text()).isEqualTo(expected);
    }
  }

  @Test
  void key_isSharedByMirrorImagesAndNothingElse() {
    SplittableRandom random = new SplittableRandom(4);
    Map<Long, String> boards = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      Connect4 game = Connect4Test.randomPosition(random, random.nextInt(0, 12));
      long own = game.ownStones();
      long mask = game.allStones();
      long key = Bitboard.key(own, mask);
      assertThat(Bitboard.key(Bitboard.mirror(own), Bitboard.mirror(mask))).isEqualTo(key);
      assertThat(key).isBetween(1L, (1L << 49) - 1);
      assertThat(OpeningBook.stones(key)).isEqualTo(game.moves());
      StringBuilder plain = new StringBuilder();
      StringBuilder mirrored = new StringBuilder();
      for (int column = 0; column < 7; column++) {
        for (int row = 0; row < 6; row++) {
          plain.append(symbol(own, mask, column, row));
          mirrored.append(symbol(own, mask, 6 - column, row));
        }
      }
      String board = plain.compareTo(mirrored) < 0 ? plain.toString() : mirrored.toString();
      String other = boards.putIfAbsent(key, board);
      assertThat(other == null ? board : other).isEqualTo(board);
    }
    assertThat(boards.values()).doesNotHaveDuplicates().hasSizeGreaterThan(1000);
  }

  private static char symbol(long own, long mask, int column, int row) {
    return has(own, column, row) ? 'm' : has(mask, column, row) ? 'o' : '.';
  }
}
