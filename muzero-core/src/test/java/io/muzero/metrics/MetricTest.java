package io.muzero.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricTest {

  @Test
  void docs_listEveryMetricWithItsMeaning() throws IOException {
    List<String> page =
        Files.readAllLines(Path.of("../docs/metrics.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    List<String> metrics =
        Arrays.stream(Metric.values())
            .map(
                metric ->
                    String.format(
                        "| `%s` | %s | %s |",
                        metric.tag(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.meaning()))
            .toList();
    assertThat(page).isEqualTo(metrics);
  }

  @Test
  void tags_areDistinct() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::tag)).doesNotHaveDuplicates();
  }

  @Test
  void tag_ofAnOpponent_namesIt() {
    assertThat(Metric.EVALUATION_SCORE.tag("perfect")).isEqualTo("evaluation/perfect/score");
    assertThatThrownBy(() -> Metric.LOSS.tag("perfect"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofTag_findsTheMetric() {
    for (Metric metric : Metric.values()) {
      assertThat(Metric.ofTag(metric.tag().replace("<opponent>", "my.player"))).contains(metric);
    }
    assertThat(Metric.ofTag("evaluation/score")).isEmpty();
  }

  @Test
  void residentMemory_whereKnown_isPlausible() {
    ResidentMemory.bytes().ifPresent(bytes -> assertThat(bytes).isBetween(10L << 20, 64L << 30));
  }
}
