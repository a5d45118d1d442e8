package io.muzero.games.connect4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OpeningBookTest {

  @Test
  void book_writtenAndRead_isTheSame() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    TreeMap<Long, Byte> values = new TreeMap<>();
    for (int i = 0; i < 500; i++) {
      int lower = random.nextInt(-1, 2);
      values.put(random.nextLong(1, 1L << 49), OpeningBook.bounds(lower, random.nextInt(lower, 2)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OpeningBook.write(values, out);
    OpeningBook book = OpeningBook.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(book.size()).isEqualTo(values.size());
    values.forEach((key, bounds) -> assertThat(book.lookUp(key)).isEqualTo(bounds));
    assertThat(OpeningBook.lower(book.lookUp(values.firstKey() - 1))).isEqualTo(-1);
    assertThat(OpeningBook.upper(book.lookUp(values.firstKey() - 1))).isEqualTo(1);
  }

  @Test
  void read_somethingElse_isRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[100]);
    }
    assertThatThrownBy(() -> OpeningBook.read(new ByteArrayInputStream(out.toByteArray())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not an opening book");
  }

  /** Values known from elsewhere: the middle wins, its neighbours draw, the others lose. */
  @Test
  void packedBook_knowsTheFirstMove() {
    Connect4Solver solver = new Connect4Solver();
    assertThat(solver.actionValues(new Connect4())).containsExactly(-1, -1, 0, 1, 0, -1, -1);
  }

  @Test
  void packedBook_someOfItsPositions_areSolvedAlikeWithoutIt() {
    assertSolvedAlike(24, 11);
  }

  @Test
  @Tag("learning")
  void packedBook_manyOfItsPositions_areSolvedAlikeWithoutIt() {
    assertSolvedAlike(1000, 8);
  }

  /** Solves evenly spread positions of at least so many stones. */
  private static void assertSolvedAlike(int count, int fewestStones) {
    OpeningBook book = OpeningBook.packed();
    AlphaBeta search = new AlphaBeta(new TranspositionTable(20), OpeningBook.EMPTY);
    int step = Math.max(1, book.size() / count);
    int checked = 0;
    for (int i = 0; i < book.size(); i += step) {
      int j = i;
      while (j < book.size() && OpeningBook.stones(book.key(j)) < fewestStones) {
        j++;
      }
      if (j == book.size()) {
        break;
      }
      long mask = maskOf(book.key(j));
      long own = book.key(j) - mask - Bitboard.BOTTOM;
      int value = search.value(own, mask);
      byte bounds = book.boundsAt(j);
      assertThat(value)
          .as("position %d", book.key(j))
          .isBetween(OpeningBook.lower(bounds), OpeningBook.upper(bounds));
      checked++;
    }
    assertThat(checked).isPositive();
  }

  /** In a key each column has a bit above its stones. */
  private static long maskOf(long key) {
    long mask = 0;
    for (int column = 0; column < 7; column++) {
      long bits = key >>> 7 * column & 127;
      mask |= Long.highestOneBit(bits) - 1 << 7 * column;
    }
    return mask;
  }
}
