package io.muzero.totient.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.Results.Machine;
import io.muzero.totient.ways.Results.Skipped;
import io.muzero.totient.ways.Row;
import io.muzero.totient.work.Deal;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import io.muzero.totient.work.Span;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about made-up figures. */
class ReportTest {
  private static final long SUM = 759_904_263L;
  private static final long MILLI = 1_000_000;

  /** A lap whose workers are busy for so many milliseconds each, from the start. */
  private static Lap lap(long startUp, long work, long cpu, long... busy) {
    List<Span> spans = new ArrayList<>();
    for (int worker = 0; worker < busy.length; worker++) {
      spans.add(new Span(worker, 0, busy[worker] * MILLI, 100, false));
    }
    return new Lap(startUp * MILLI, work * MILLI, cpu * MILLI, SUM, spans);
  }

  private static Row row(String way, int workers, Lap... laps) {
    return new Row(way, workers, List.of(laps), 1.0);
  }

  private static Results results(Deal deal, Row... rows) {
    return new Results(
        new Job(50_000, 3, deal),
        new Machine("17", 2, 0.5),
        List.of(rows),
        List.of(new Skipped("ray", "pip install ray")));
  }

  private static final Row SERIAL = row("serial", 1, lap(0, 1000, 990, 1000));

  private static String remark(Deal deal, Row row) {
    return new Remarks(results(deal, SERIAL, row)).on(row);
  }

  @Test
  void row_threeLaps_takesAllFiguresFromTheMedian() {
    Row row = row("threads", 2, lap(1, 900, 5), lap(100, 400, 7), lap(0, 700, 9));
    assertThat(row.wallSeconds()).isEqualTo(0.7);
    assertThat(row.cpuSeconds()).isEqualTo(0.009);
    assertThat(row.leastSeconds()).isEqualTo(0.5);
    assertThat(row.mostSeconds()).isEqualTo(0.901);
    assertThat(row.speedup()).isEqualTo(1 / 0.7);
  }

  @Test
  void parallelism_overlappingSpans_countsUpToTheCores() {
    Row row = row("threads", 3, lap(0, 100, 0, 100, 50, 25));
    assertThat(row.parallelism(3)).isCloseTo(1.75, within(1e-9));
    assertThat(row.parallelism(2)).isCloseTo(1.5, within(1e-9));
    assertThat(row.idleShare(2)).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void threads_asFastAsTheCores_creditsTheMissingLock() {
    assertThat(remark(Deal.STATIC, row("threads", 3, lap(0, 505, 1000, 500, 400, 500))))
        .startsWith("no global lock: 3 threads kept 1.98 of 2 cores busy");
  }

  @Test
  void threads_unevenParts_blamesTheDeal() {
    assertThat(remark(Deal.BLOCKS, row("threads", 3, lap(0, 800, 1000, 50, 200, 800))))
        .isEqualTo(
            "1.25 of 2 possible: worker 1 had nothing left to do for 94 % of the time; try --deal queue"
                + " or steal");
  }

  @Test
  void threads_coresTaken_saysSo() {
    assertThat(remark(Deal.QUEUE, row("threads", 3, lap(0, 1000, 1000, 1000, 1000, 1000))))
        .contains("the workers got 1.00 cores; something else had the rest");
  }

  @Test
  void threads_shortJob_blamesTheStart() {
    assertThat(remark(Deal.STATIC, row("threads", 3, lap(500, 500, 1000, 500, 500, 500))))
        .contains("500.0 ms of start-up for 500.0 ms of work");
  }

  @Test
  void virtual_moreLongPartsThanCarriers_explainsTheQueue() {
    List<Span> spans =
        List.of(
            new Span(0, 0, 400 * MILLI, 100, false),
            new Span(1, 0, 300 * MILLI, 100, false),
            new Span(2, 300 * MILLI, 600 * MILLI, 100, false));
    Lap waited = new Lap(0, 600 * MILLI, 1000 * MILLI, SUM, spans);
    assertThat(remark(Deal.STATIC, row("virtual", 3, waited)))
        .startsWith("virtual threads are not made to take turns: with 2 carriers for 3 long parts");
  }

  @Test
  void processes_coldStart_isToldApartFromWork() {
    assertThat(remark(Deal.STATIC, row("processes", 3, lap(300, 700, 1500, 700, 600, 700))))
        .isEqualTo(
            "30 % of the time went into starting JVMs; the work alone, by code they had yet to"
                + " compile, ran 1.43 times as fast as serial");
  }

  @Test
  void python_threadsOnOneCore_blamesTheGlobalLock() {
    Row row = new Row("python-threads", 3, List.of(lap(0, 2000, 2040)), 2.0);
    assertThat(remark(Deal.STATIC, row))
        .isEqualTo(
            "3 threads kept 1.02 cores busy: Python's global lock lets one thread compute at a"
                + " time");
    Row free = new Row("python-threads", 3, List.of(lap(0, 1000, 1900)), 2.0);
    assertThat(remark(Deal.STATIC, free)).contains("built without the global lock");
  }

  @Test
  void machineIsBusy_serialWithoutItsCore_warns() {
    Row starved = row("serial", 1, lap(0, 1000, 500, 1000));
    assertThat(new Remarks(results(Deal.STATIC, starved)).machineIsBusy())
        .get()
        .asString()
        .contains("serial got 50 % of a core");
    assertThat(new Remarks(results(Deal.STATIC, SERIAL)).machineIsBusy()).isEmpty();
  }

  @Test
  void text_rowsAndSkipped_areThere() {
    Results results =
        results(Deal.STEAL, SERIAL, row("threads", 3, lap(0, 505, 1000, 500, 400, 500)));
    assertThat(String.join("\n", TextReport.lines(results)))
        .contains(
            "n from 2 to 49,999, dealt steal; Java 17, 2 processors",
            "759904263",
            "idle, worker by worker: 5.0 ms (1 %), 105.0 ms (21 %), 5.0 ms (1 %); 3 pieces",
            "ray: not run, pip install ray",
            "The lecture expects processes > serial > threads",
            "Measured here, on a JVM: threads 1.98 > serial 1.00.");
  }

  @Test
  void json_rows_haveTheDocumentedFields() {
    JsonNode json = JsonReport.object(results(Deal.QUEUE, SERIAL));
    JsonNode row = json.get("rows").get(0);
    assertThat(row.get("way").asText()).isEqualTo("serial");
    assertThat(row.get("workers").asInt()).isEqualTo(1);
    assertThat(row.get("wallSeconds").asDouble()).isEqualTo(1.0);
    assertThat(row.get("cpuSeconds").asDouble()).isEqualTo(0.99);
    assertThat(row.get("speedup").asDouble()).isEqualTo(1.0);
    assertThat(row.get("checksum").asLong()).isEqualTo(SUM);
    assertThat(json.at("/skipped/0/reason").asText()).isEqualTo("pip install ray");
  }

  @Test
  void csv_line_hasAsManyCellsAsTheHeader() {
    List<String> lines = CsvReport.lines(results(Deal.QUEUE, SERIAL));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(lines.get(0).split(",", -1));
    assertThat(lines.get(1)).startsWith("serial,1,1.0,1.0,1.0,0.0,0.99,1.0,759904263,1");
  }

  @Test
  void pictures_rows_showTheirColours() {
    System.setProperty("java.awt.headless", "true");
    Results results =
        results(Deal.QUEUE, SERIAL, row("threads", 3, lap(0, 505, 1000, 500, 400, 500)));
    int blue = 0x3b7dd8;
    BufferedImage timeline = TimelinePicture.draw(results);
    BufferedImage bars = BarPicture.draw(results);
    // Four lanes: 1000 + 500 + 400 + 500 ms of 1000 ms, on 980 × 14 pixels each, less the borders.
    assertThat(count(timeline, blue)).isBetween(29_000L, 33_500L);
    assertThat(count(bars, blue)).isGreaterThan(10_000);
  }

  private static long count(BufferedImage image, int colour) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) & 0xffffff) == colour) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void tick_anyLength_isOneTwoOrFive() {
    assertThat(TimelinePicture.tick(0.03)).isCloseTo(0.05, within(1e-12));
    assertThat(TimelinePicture.tick(0.12)).isCloseTo(0.2, within(1e-12));
    assertThat(TimelinePicture.tick(0.7)).isCloseTo(1, within(1e-12));
  }
}
