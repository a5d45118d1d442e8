package io.muzero.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class SumTreeTest {

  @Test
  void find_afterRandomUpdates_agreesWithAList() {
    for (int capacity : new int[] {1, 2, 3, 7, 8, 9, 100}) {
      for (long seed = 0; seed < 20; seed++) {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        SumTree tree = new SumTree(capacity);
        double[] list = new double[capacity];
        for (int round = 0; round < 200; round++) {
          change(tree, list, random);
          check(tree, list, random, "capacity " + capacity + " seed " + seed);
        }
      }
    }
  }

  /** Weights are multiples of 1/8, so that sums in any order are exact. */
  private static double weight(UniformRandomProvider random) {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(1000) / 8.0;
  }

  private static void change(SumTree tree, double[] list, UniformRandomProvider random) {
    int from = random.nextInt(list.length);
    int count = random.nextInt(list.length - from + 1);
    switch (random.nextInt(3)) {
      case 0 -> {
        list[from] = weight(random);
        tree.set(from, list[from]);
      }
      case 1 -> {
        for (int i = from; i < from + count; i++) {
          list[i] = weight(random);
        }
        tree.setAll(from, list, from, count);
      }
      default -> {
        java.util.Arrays.fill(list, from, from + count, 0);
        tree.clear(from, count);
      }
    }
  }

  private static void check(
      SumTree tree, double[] list, UniformRandomProvider random, String message) {
    double total = 0;
    double greatest = 0;
    for (int i = 0; i < list.length; i++) {
      assertThat(tree.get(i)).isEqualTo(list[i]);
      total += list[i];
      greatest = Math.max(greatest, list[i]);
    }
    assertThat(tree.total()).as(message).isEqualTo(total);
    assertThat(tree.greatest()).as(message).isEqualTo(greatest);
    if (total == 0) {
      return;
    }
    double point = Math.floor(random.nextDouble() * total * 8) / 8;
    double below = 0;
    int expected = 0;
    while (point >= below + list[expected]) {
      below += list[expected++];
    }
    assertThat(tree.find(point)).as(message).isEqualTo(expected);
  }

  @Test
  void find_pointAtOrBeyondTotal_neverMeetsAWeightOfZero() {
    SumTree tree = new SumTree(8);
    tree.set(2, 0.1);
    tree.set(5, 0.2);
    assertThat(tree.find(tree.total())).isEqualTo(5);
    assertThat(tree.find(1e9)).isEqualTo(5);
    tree.set(5, 0);
    assertThat(tree.find(1e9)).isEqualTo(2);
  }

  @Test
  void find_tinyBesideHuge_givesAPresentWeight() {
    SumTree tree = new SumTree(5);
    tree.set(0, 1e-18);
    tree.set(3, 1e76);
    assertThat(tree.find(0)).isEqualTo(0);
    assertThat(tree.find(5e75)).isEqualTo(3);
    assertThat(tree.find(Math.nextDown(1e76))).isEqualTo(3);
  }

  @Test
  void set_millionTimes_keepsTheSumExact() {
    SumTree tree = new SumTree(64);
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1L);
    for (int i = 0; i < 1_000_000; i++) {
      tree.set(random.nextInt(64), random.nextDouble() * 1e6);
    }
    for (int i = 0; i < 64; i++) {
      tree.set(i, 0.25);
    }
    assertThat(tree.total()).isCloseTo(16, within(0.0));
  }

  @Test
  void set_notFiniteOrNegative_isRefused() {
    SumTree tree = new SumTree(4);
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> tree.set(1, bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> tree.find(0)).isInstanceOf(IllegalStateException.class);
  }
}
