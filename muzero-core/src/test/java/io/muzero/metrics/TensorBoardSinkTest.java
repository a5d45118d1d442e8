package io.muzero.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

class TensorBoardSinkTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_500L));

  @TempDir Path folder;

  @Test
  void create_startsWithTheFileVersion() throws IOException {
    TensorBoardSink sink = TensorBoardSink.create(folder, CLOCK);
    sink.close();
    sink.close();
    List<Event> events = EventFileReader.read(sink.file());
    assertThat(events).hasSize(1);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).getWallTime()).isEqualTo(1_700_000_000.5);
    assertThat(sink.file().getFileName())
        .hasToString("events.out.tfevents.1700000000.muzero.00000");
  }

  @Test
  void scalar_isReadBack() throws IOException {
    TensorBoardSink sink = TensorBoardSink.create(folder, CLOCK);
    for (int step = 1; step <= 300; step++) {
      sink.scalar(Metric.LOSS, step, step * 0.5);
    }
    sink.scalar("loss/value", 300, Double.NaN);
    sink.flush();
    List<Event> events = EventFileReader.read(sink.file());
    assertThat(events).hasSize(302);
    for (int step = 1; step <= 300; step++) {
      Event event = events.get(step);
      assertThat(event.getStep()).isEqualTo(step);
      assertThat(event.getSummary().getValue(0).getTag()).isEqualTo("loss/total");
      assertThat(event.getSummary().getValue(0).getSimpleValue()).isEqualTo(step * 0.5f);
      assertThat(event.getSummary().getValue(0).getMetadata().getSummaryDescription())
          .isEqualTo(step == 1 ? Metric.LOSS.meaning() : "");
    }
    assertThat(events.get(301).getSummary().getValue(0).getSimpleValue()).isNaN();
    sink.close();
  }

  @Test
  void histogram_countsEveryFiniteValue() throws IOException {
    TensorBoardSink sink = TensorBoardSink.create(folder, CLOCK);
    sink.histogram(Metric.ROOT_VALUES, 7, new float[] {-1, -0.5f, 0, 0.25f, 1, Float.NaN});
    sink.histogram(Metric.ROOT_VALUES, 8, new float[] {3, 3});
    sink.close();
    List<Event> events = EventFileReader.read(sink.file());
    HistogramProto histogram = events.get(1).getSummary().getValue(0).getHisto();
    assertThat(histogram.getNum()).isEqualTo(5);
    assertThat(histogram.getMin()).isEqualTo(-1);
    assertThat(histogram.getMax()).isEqualTo(1);
    assertThat(histogram.getSum()).isEqualTo(-0.25);
    assertThat(histogram.getSumSquares()).isEqualTo(2.3125);
    assertThat(histogram.getBucketList().stream().mapToDouble(x -> x).sum()).isEqualTo(5);
    assertThat(histogram.getBucketLimitList()).hasSize(30).isSorted().endsWith(1.0);
    assertThat(histogram.getBucket(0)).isEqualTo(1);
    assertThat(histogram.getBucket(29)).isEqualTo(1);
    HistogramProto single = events.get(2).getSummary().getValue(0).getHisto();
    assertThat(single.getBucketLimitList()).containsExactly(3.0);
    assertThat(single.getBucketList()).containsExactly(2.0);
  }

  @Test
  void config_isATextInTheTextPlugin() throws IOException {
    TensorBoardSink sink = TensorBoardSink.create(folder, CLOCK);
    sink.config(5, "game: tictactoe\n");
    sink.close();
    Summary.Value value = EventFileReader.read(sink.file()).get(1).getSummary().getValue(0);
    assertThat(value.getTag()).isEqualTo("config");
    assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
    assertThat(value.getTensor().getStringVal(0).toStringUtf8())
        .isEqualTo("```yaml\ngame: tictactoe\n```\n");
  }

  @Test
  void hyperparameters_areASessionStart() throws IOException {
    TensorBoardSink sink = TensorBoardSink.create(folder, CLOCK);
    sink.hyperparameters(Map.of("search.simulations", 25));
    sink.close();
    Summary.Value value = EventFileReader.read(sink.file()).get(1).getSummary().getValue(0);
    assertThat(value.getTag()).isEqualTo("_hparams_/session_start_info");
    ByteString content = value.getMetadata().getPluginData().getContent();
    ByteString start =
        UnknownFieldSet.parseFrom(content).getField(3).getLengthDelimitedList().get(0);
    UnknownFieldSet info = UnknownFieldSet.parseFrom(start);
    ByteString entry = info.getField(1).getLengthDelimitedList().get(0);
    assertThat(
            UnknownFieldSet.parseFrom(entry)
                .getField(1)
                .getLengthDelimitedList()
                .get(0)
                .toStringUtf8())
        .isEqualTo("search.simulations");
    assertThat(Double.longBitsToDouble(info.getField(5).getFixed64List().get(0)))
        .isEqualTo(1_700_000_000.5);
  }

  @Test
  void resume_writesALaterFileThatPurgesLaterSteps() throws IOException {
    TensorBoardSink first = TensorBoardSink.create(folder, CLOCK);
    first.close();
    InstantSource setBack = InstantSource.fixed(Instant.ofEpochSecond(5));
    TensorBoardSink second = TensorBoardSink.resume(folder, 100, setBack);
    second.close();
    TensorBoardSink third = TensorBoardSink.resume(folder, 200, CLOCK);
    third.close();
    assertThat(List.of(first.file(), second.file(), third.file()))
        .isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()))
        .doesNotHaveDuplicates();
    Event start = EventFileReader.read(second.file()).get(1);
    assertThat(start.getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(start.getStep()).isEqualTo(101);
  }

  @Test
  void resume_besideNamesWithHugeNumbers_goesOn() throws IOException {
    for (String name :
        List.of(
            "events.out.tfevents.99999999999999999999999.muzero.00000",
            "events.out.tfevents.1700000000.muzero.99999999999999999999999",
            "events.out.tfevents.1700000000.muzero.99999")) {
      Files.writeString(folder.resolve(name), "not one of ours");
    }
    TensorBoardSink sink = TensorBoardSink.resume(folder, 100, CLOCK);
    sink.close();
    assertThat(sink.file().getFileName())
        .hasToString("events.out.tfevents.1700000001.muzero.00000");
  }

  @Test
  void scalar_fromManyThreads_losesNothing() throws Exception {
    TensorBoardSink sink = TensorBoardSink.create(folder, CLOCK);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String tag = "tag" + t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 500; i++) {
                  sink.scalar(tag, i, i);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    sink.close();
    assertThat(EventFileReader.read(sink.file())).hasSize(2001);
  }

  @Test
  void create_inAMissingFolder_namesIt() {
    assertThatThrownBy(() -> TensorBoardSink.create(folder.resolve("gone"), CLOCK))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("gone");
  }
}
