package io.muzero.launcher.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.random.RandomStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final int DRAWS = 20_000;

  private static double[] draws(Range range) {
    UniformRandomProvider random = RandomStream.create(3, "test", 0);
    double[] values = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      values[i] = Double.parseDouble(range.draw(random));
    }
    Arrays.sort(values);
    return values;
  }

  @Test
  void draw_ranges_haveTheirDistributionsAndBounds() {
    double[] uniform = draws(new Range.Uniform(-2, 6, 0));
    assertThat(uniform[0]).isBetween(-2.0, -1.95);
    assertThat(uniform[DRAWS - 1]).isBetween(5.95, 6.0);
    assertThat(uniform[DRAWS / 4]).isBetween(-0.15, 0.15);
    double[] log = draws(new Range.LogUniform(1e-4, 1e-2, 0));
    assertThat(log[0]).isGreaterThanOrEqualTo(1e-4);
    assertThat(log[DRAWS - 1]).isLessThanOrEqualTo(1e-2);
    assertThat(log[DRAWS / 2]).isBetween(0.95e-3, 1.05e-3);
    double[] whole = draws(new Range.Whole(-1, 2, 0));
    assertThat(Arrays.stream(whole).distinct().toArray()).containsExactly(-1, 0, 1, 2);
    assertThat(Arrays.stream(whole).filter(v -> v == 2).count()).isBetween(4700L, 5300L);
  }

  @Test
  void random_sameSeed_isRepeatedAndDoesNotDependOnTheCount() {
    Map<String, Range> ranges = new LinkedHashMap<>();
    ranges.put("a", new Range.Uniform(0, 1, 0));
    ranges.put("b", new Range.Choice(List.of("x", "[1, 2]")));
    List<Map<String, String>> ten = Sampling.random(ranges, 10, 7);
    assertThat(Sampling.random(ranges, 10, 7)).isEqualTo(ten);
    assertThat(Sampling.random(ranges, 25, 7).subList(0, 10)).isEqualTo(ten);
    assertThat(Sampling.random(ranges, 10, 8)).isNotEqualTo(ten);
    assertThat(ten).doesNotHaveDuplicates().allSatisfy(c -> assertThat(c).containsKeys("a", "b"));
  }

  @Test
  void random_fewCombinations_areEachDrawnOnce() {
    Map<String, Range> ranges = new LinkedHashMap<>();
    ranges.put("a", new Range.Whole(1, 3, 0));
    ranges.put("b", new Range.Choice(List.of("x", "y")));
    assertThat(Sampling.random(ranges, 50, 1)).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void grid_takesEveryCombination() {
    Map<String, Range> ranges = new LinkedHashMap<>();
    ranges.put("rate", new Range.LogUniform(1e-4, 1e-2, 3));
    ranges.put("size", new Range.Whole(0, 100, 3));
    ranges.put("flag", new Range.Choice(List.of("true", "false")));
    assertThat(Sampling.gridSize(ranges)).isEqualTo(18);
    List<Map<String, String>> grid = Sampling.grid(ranges);
    assertThat(grid).hasSize(18).doesNotHaveDuplicates();
    assertThat(grid.get(0)).isEqualTo(Map.of("rate", "0.0001", "size", "0", "flag", "true"));
    assertThat(grid.get(17)).isEqualTo(Map.of("rate", "0.01", "size", "100", "flag", "false"));
    assertThat(grid.get(7)).containsEntry("rate", "0.001");
    assertThat(new Range.Uniform(0, 1, 5).grid()).containsExactly("0", "0.25", "0.5", "0.75", "1");
    assertThat(new Range.Whole(1, 4, 0).grid()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void interval_fewSeeds_isStudents() {
    // scipy.stats.t.interval(0.95, 3, loc=2.5, scale=sem([1, 2, 3, 4])) is 0.4457, 4.5543.
    SeedInterval four = SeedInterval.of(List.of(1.0, 2.0, 3.0, 4.0));
    assertThat(four.mean()).isEqualTo(2.5);
    assertThat(four.low()).isCloseTo(0.4457, org.assertj.core.data.Offset.offset(2e-4));
    assertThat(four.high()).isCloseTo(4.5543, org.assertj.core.data.Offset.offset(2e-4));
    SeedInterval one = SeedInterval.of(List.of(3.0));
    assertThat(one.half()).isNaN();
    assertThat(one.low()).isEqualTo(3);
  }
}
