package io.muzero.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoardSymmetryTest {
  private static List<Integer> map(Symmetry symmetry, int transformation, int size) {
    return IntStream.range(0, size)
        .map(i -> symmetry.observationIndex(transformation, i))
        .boxed()
        .toList();
  }

  @Test
  void square_numberZero_isTheIdentity() {
    Symmetry symmetry = BoardSymmetry.square(3);
    assertThat(symmetry.count()).isEqualTo(8);
    for (int i = 0; i < 27; i++) {
      assertThat(symmetry.observationIndex(0, i)).isEqualTo(i);
    }
    for (int a = 0; a < 10; a++) {
      assertThat(symmetry.action(0, a)).isEqualTo(a);
    }
  }

  @Test
  void square_eachNumber_doesAsItSays() {
    Symmetry symmetry = BoardSymmetry.square(3);
    // Where the cells 0 1 2 / 3 4 5 / 6 7 8 go.
    assertThat(map(symmetry, 1, 9)).containsExactly(2, 1, 0, 5, 4, 3, 8, 7, 6);
    assertThat(map(symmetry, 2, 9)).containsExactly(6, 7, 8, 3, 4, 5, 0, 1, 2);
    assertThat(map(symmetry, 4, 9)).containsExactly(0, 3, 6, 1, 4, 7, 2, 5, 8);
  }

  @Test
  void diagonals_areTheFourThatKeepEachDiagonal() {
    Symmetry symmetry = BoardSymmetry.diagonals(3);
    assertThat(symmetry.count()).isEqualTo(4);
    assertThat(map(symmetry, 0, 9)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(map(symmetry, 1, 9)).as("half turn").containsExactly(8, 7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(map(symmetry, 2, 9)).as("transposed").containsExactly(0, 3, 6, 1, 4, 7, 2, 5, 8);
    assertThat(map(symmetry, 3, 9)).as("other one").containsExactly(8, 5, 2, 7, 4, 1, 6, 3, 0);
    for (int t = 0; t < 4; t++) {
      assertThat(Set.of(symmetry.action(t, 0), symmetry.action(t, 8))).isEqualTo(Set.of(0, 8));
      assertThat(symmetry.action(t, 9)).as("the pass").isEqualTo(9);
    }
  }

  @Test
  void square_anySize_isAGroupOfEight() {
    for (int size = 2; size <= 5; size++) {
      Symmetry symmetry = BoardSymmetry.square(size);
      int cells = size * size;
      Set<List<Integer>> all = new HashSet<>();
      for (int t = 0; t < 8; t++) {
        List<Integer> map = map(symmetry, t, cells);
        assertThat(map).as("size %d, number %d", size, t).doesNotHaveDuplicates();
        all.add(map);
      }
      assertThat(all).hasSize(8);
      for (List<Integer> first : all) {
        for (List<Integer> second : all) {
          assertThat(all).contains(first.stream().map(second::get).toList());
        }
      }
    }
  }

  @Test
  void square_actions_goWhereTheirCellsGoInEveryPlane() {
    Symmetry symmetry = BoardSymmetry.square(3);
    for (int t = 0; t < 8; t++) {
      for (int cell = 0; cell < 9; cell++) {
        int to = symmetry.action(t, cell);
        for (int plane = 0; plane < 3; plane++) {
          assertThat(symmetry.observationIndex(t, plane * 9 + cell)).isEqualTo(plane * 9 + to);
        }
      }
      assertThat(symmetry.action(t, 9)).as("the pass").isEqualTo(9);
    }
  }

  @Test
  void square_lines_stayLines() {
    int[][] lines = {{0, 1, 2}, {3, 4, 5}, {0, 3, 6}, {1, 4, 7}, {0, 4, 8}, {2, 4, 6}};
    Set<Set<Integer>> winning = new HashSet<>();
    for (int[] line : new int[][] {{6, 7, 8}, {2, 5, 8}}) {
      winning.add(Set.of(line[0], line[1], line[2]));
    }
    for (int[] line : lines) {
      winning.add(Set.of(line[0], line[1], line[2]));
    }
    Symmetry symmetry = BoardSymmetry.square(3);
    for (int t = 0; t < 8; t++) {
      int number = t;
      for (int[] line : lines) {
        Set<Integer> moved = new HashSet<>();
        Arrays.stream(line).forEach(cell -> moved.add(symmetry.action(number, cell)));
        assertThat(winning).contains(moved);
      }
    }
  }

  @Test
  void mirror_columns_turnsRowsRound() {
    Symmetry symmetry = BoardSymmetry.mirror(6, 7, ActionSpace.Layout.COLUMNS);
    assertThat(symmetry.count()).isEqualTo(2);
    for (int column = 0; column < 7; column++) {
      assertThat(symmetry.action(0, column)).isEqualTo(column);
      assertThat(symmetry.action(1, column)).isEqualTo(6 - column);
      for (int row = 0; row < 12; row++) { // two planes
        assertThat(symmetry.observationIndex(1, row * 7 + column)).isEqualTo(row * 7 + 6 - column);
      }
    }
  }

  @Test
  void mirror_cells_turnsActionsToo() {
    Symmetry symmetry = BoardSymmetry.mirror(2, 3, ActionSpace.Layout.CELLS);
    int[] actions = IntStream.range(0, 7).map(a -> symmetry.action(1, a)).toArray();
    assertThat(actions).containsExactly(2, 1, 0, 5, 4, 3, 6);
  }

  @Test
  void none_isTheIdentityAlone() {
    assertThat(Symmetry.NONE.count()).isEqualTo(1);
    assertThat(Symmetry.NONE.observationIndex(0, 5)).isEqualTo(5);
    assertThat(Symmetry.NONE.action(0, 5)).isEqualTo(5);
  }
}
