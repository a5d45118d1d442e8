package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against sets of Java's own. */
class PositionSetTest {
  /** A set and what is to be in it. */
  private static final class Pair {
    PositionSet set = new PositionSet();
    Set<Long> expected = new HashSet<>();
  }

  @Test
  void anyOperations_asASetOfJavas() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Long> numbers = random.longs(600).boxed().toList();
      List<Pair> pairs = new ArrayList<>(List.of(new Pair(), new Pair(), new Pair()));
      for (int i = 0; i < 4000; i++) {
        Pair one = pairs.get(random.nextInt(pairs.size()));
        Pair other = pairs.get(random.nextInt(pairs.size()));
        int what = random.nextInt(200);
        if (what == 0) {
          one.set.clear();
          one.expected.clear();
        } else if (what < 10 && one != other) {
          one.set.takeOver(other.set);
          one.expected = new HashSet<>(other.expected);
        } else if (what == 10) {
          one.set = new PositionSet(other.set);
          one.expected = new HashSet<>(other.expected);
        } else {
          long number = numbers.get(random.nextInt(numbers.size()));
          one.set.add(number);
          one.expected.add(number);
        }
        if (i % 100 == 0) {
          for (Pair pair : pairs) {
            for (long number : numbers) {
              assertThat(pair.set.contains(number))
                  .as("seed %d, operation %d", seed, i)
                  .isEqualTo(pair.expected.contains(number));
            }
            assertThat(pair.set.contains(0)).isFalse();
          }
        }
      }
    }
  }

  private static PositionSet ofSize(int count) {
    PositionSet set = new PositionSet();
    new Random(count).longs(count).forEach(set::add);
    return set;
  }

  @Test
  void takeOver_smallerAndLargerInTurn_allocatesNothing() {
    PositionSet small = ofSize(20);
    PositionSet large = ofSize(500);
    PositionSet target = new PositionSet(large);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < 1000; i++) {
      target.takeOver(small);
      target.takeOver(large);
    }
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(100_000);
  }
}
