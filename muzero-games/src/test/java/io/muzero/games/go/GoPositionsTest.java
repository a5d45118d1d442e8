package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every position that moves lead to is met, whoever makes them: as many as there are legal ones (J.
 * Tromp and G. Farnebäck, Combinatorics of Go), whose number is also recorded in boards/mnk.json.
 */
class GoPositionsTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 57", "3, 12675"})
  void reachablePositions_areAllLegalOnes(int size, int expected) {
    assertThat(reachable(size)).isEqualTo(expected);
  }

  @Test
  @Tag("learning")
  void reachablePositions_ofFourByFour_areAllLegalOnes() {
    assertThat(reachable(4)).isEqualTo(24_318_165);
  }

  /** Walks positions, numbered by their stones as digits to the base 3, until no new one is met. */
  private static int reachable(int size) {
    int points = size * size;
    int[] powers = new int[points];
    for (int point = 0; point < points; point++) {
      powers[point] = point == 0 ? 1 : 3 * powers[point - 1];
    }
    BitSet seen = new BitSet();
    BitSet done = new BitSet();
    seen.set(0);
    boolean more = true;
    while (more) {
      more = false;
      for (int position = seen.nextSetBit(0);
          position >= 0;
          position = seen.nextSetBit(position + 1)) {
        if (!done.get(position)) {
          done.set(position);
          more |= follow(position, size, powers, seen);
        }
      }
    }
    return seen.cardinality();
  }

  private static boolean follow(int position, int size, int[] powers, BitSet seen) {
    GoBoard board = new GoBoard(Grid.of(size));
    for (int point = 0; point < powers.length; point++) {
      int stone = position / powers[point] % 3;
      if (stone != GoBoard.EMPTY) {
        // Fewer stones have more liberties: nothing is captured on the way to a legal position.
        board.play(point, stone);
      }
    }
    boolean met = false;
    for (int point = 0; point < powers.length; point++) {
      for (int colour = GoBoard.BLACK; colour <= GoBoard.WHITE; colour++) {
        if (board.colour(point) == GoBoard.EMPTY && !board.isSuicide(point, colour)) {
          int index = position + colour * powers[point];
          if (board.captures(point, colour)) {
            GoBoard next = new GoBoard(board);
            next.play(point, colour);
            assertThat(next.number() == board.numberAfter(point, colour)).isTrue();
            index = 0;
            for (int at = 0; at < powers.length; at++) {
              index += next.colour(at) * powers[at];
            }
          }
          met |= !seen.get(index);
          seen.set(index);
        }
      }
    }
    return met;
  }
}
