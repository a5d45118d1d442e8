package io.muzero.totient.ways;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.rayhome.LineProcess;
import io.muzero.totient.ways.Results.Skipped;
import io.muzero.totient.work.Job;
import io.muzero.totient.work.Lap;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The same job in Python by {@code totient.py} of this jar: serial, threads, processes.
 *
 * <p>Speed-ups are against Python's own serial run: what is compared is what threads and processes
 * change, not the languages. Always dealt in the lecture's fixed parts.
 */
public final class PythonContrast implements Experiment.Contrast {
  /** Start of the rows' names. */
  public static final String PREFIX = "python-";

  private static final String COMMAND = "python3";
  private static final String SCRIPT = "/io/muzero/totient/totient.py";

  private final Map<String, String> environment;

  /** Looks for Python on the PATH of an environment. */
  public PythonContrast(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public void measure(Job job, int repeats, Consumer<Row> rows, Consumer<Skipped> skipped) {
    if (!isOnPath()) {
      skipped.accept(new Skipped("python", "no " + COMMAND + " on the PATH: install Python 3"));
      return;
    }
    Map<String, List<Lap>> laps = new LinkedHashMap<>();
    for (JsonNode lap : run(job, repeats)) {
      laps.computeIfAbsent(lap.get("way").asText(), way -> new ArrayList<>()).add(lap(lap));
    }
    List<Lap> serial = laps.getOrDefault(PREFIX + "serial", List.of());
    double baseline = new Row(PREFIX + "serial", 1, serial, Double.NaN).wallSeconds();
    laps.forEach(
        (way, all) ->
            rows.accept(new Row(way, way.endsWith("serial") ? 1 : job.workers(), all, baseline)));
  }

  private boolean isOnPath() {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, COMMAND))) {
        return true;
      }
    }
    return false;
  }

  private static Lap lap(JsonNode node) {
    return new Lap(
        nanos(node, "startUpSeconds"),
        nanos(node, "workSeconds"),
        nanos(node, "cpuSeconds"),
        node.get("checksum").asLong(),
        List.of());
  }

  private static long nanos(JsonNode node, String field) {
    return Math.round(node.get(field).asDouble() * 1e9);
  }

  private static List<JsonNode> run(Job job, int repeats) {
    Path script = script();
    try (LineProcess python =
        new LineProcess(
            COMMAND,
            List.of(
                COMMAND,
                script.toString(),
                Long.toString(job.to()),
                Integer.toString(job.workers()),
                Integer.toString(repeats)),
            Map.of(),
            Duration.ofSeconds(5))) {
      List<JsonNode> laps = new ArrayList<>();
      while (true) {
        String line = python.hear();
        if (line.equals("done")) {
          return laps;
        }
        try {
          laps.add(new ObjectMapper().readTree(line));
        } catch (JsonProcessingException e) {
          throw python.unexpected(line, "a lap as JSON");
        }
      }
    } finally {
      script.toFile().delete();
    }
  }

  /** A copy in a file: processes that Python starts import it by its name. */
  private static Path script() {
    try (InputStream resource = PythonContrast.class.getResourceAsStream(SCRIPT)) {
      if (resource == null) {
        throw new IllegalStateException(SCRIPT + " is missing in the jar");
      }
      Path file = Files.createTempFile("totient", ".py");
      Files.write(file, resource.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the Python script to a temporary file", e);
    }
  }
}
