package io.muzero.launcher.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.NotACheckpointException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's folder: the plan, which is written once and last of what a sweep begins with; the
 * state, replaced whole with every change; the candidates' configurations; and the runs. A lock of
 * the operating system keeps a second process out. Used by one thread.
 */
public final class SweepFolder implements AutoCloseable {
  /** The best configuration so far. */
  public static final String BEST = "best.yaml";

  private static final String PLAN = "plan.json";
  private static final String STATE = "state.json";
  private static final String COPY = "sweep.yaml";
  private static final String LOCK = "sweep.lock";
  private static final String CANDIDATES = "candidates";

  /** Last line of a whole configuration. */
  private static final String CANDIDATE_END = "# end";

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

  private final Path path;
  private final FileChannel channel;

  private SweepFolder(Path path) throws IOException {
    this.path = path;
    channel =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // held by this very process: refused below like any other owner
    }
    if (lock == null) {
      channel.close();
      throw new CheckpointException(
          "another sweep is working in " + path + "; stop it first, or start a new one");
    }
  }

  /**
   * Makes the folder of a new sweep.
   *
   * @param root where sweeps lie
   * @param name of the sweep
   * @param text the sweep's file, kept for people
   * @throws CheckpointException when it cannot be written
   */
  public static SweepFolder create(
      Path root, String name, LocalDateTime now, String text, Candidates candidates) {
    Path parent = root.resolve(name);
    Path path = parent.resolve(STAMP.format(now));
    try {
      Files.createDirectories(parent);
      for (int i = 2; ; i++) {
        try {
          Files.createDirectory(path);
          break;
        } catch (FileAlreadyExistsException e) {
          path = parent.resolve(STAMP.format(now) + "_" + i);
        }
      }
      SweepFolder folder = new SweepFolder(path);
      folder.write(COPY, text);
      Files.createDirectory(path.resolve(CANDIDATES));
      for (int i = 0; i < candidates.configurations().size(); i++) {
        folder.write(
            path.relativize(folder.configuration(i)).toString(),
            candidates.configurations().get(i).strip() + "\n" + CANDIDATE_END);
      }
      folder.write(PLAN, candidates.plan().json().toPrettyString());
      return folder;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /**
   * Opens the folder of an earlier sweep.
   *
   * @throws NotACheckpointException when it is none
   * @throws CheckpointException when another sweep works in it
   */
  public static SweepFolder open(Path path) {
    if (!Files.isRegularFile(path.resolve(PLAN))) {
      throw new NotACheckpointException(
          path
              + " is not a sweep's folder: it has no "
              + PLAN
              + "; name one such as sweeps/<name>/<time>");
    }
    try {
      requireWholeCandidates(path.resolve(CANDIDATES));
      return new SweepFolder(path);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** One that was cut off would be trained with defaults in place of what is missing. */
  private static void requireWholeCandidates(Path candidates) throws IOException {
    try (Stream<Path> files = Files.list(candidates)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().endsWith(".yaml")
            && !Files.readString(file).strip().endsWith(CANDIDATE_END)) {
          throw new CheckpointException(
              file
                  + " was cut off: its last line is not '"
                  + CANDIDATE_END
                  + "'; take it from a backup, or start a new sweep");
        }
      }
    }
  }

  private static CheckpointException unwritable(Path path, IOException e) {
    return new CheckpointException(
        "the sweep's folder "
            + path
            + " cannot be written: "
            + FileFailure.reason(e)
            + "; free it or choose another by --folder",
        e);
  }

  /** The plan. */
  public SweepPlan plan() {
    JsonNode json = read(PLAN);
    try {
      return SweepPlan.of(json);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(path.resolve(PLAN) + " cannot be used: " + e.getMessage(), e);
    }
  }

  private JsonNode read(String name) {
    Path file = path.resolve(name);
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file + " is damaged: it is not JSON; take it from a backup", e);
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  /** Writes what has begun and what came of it, whole or not at all. */
  void save(Halving halving) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("format", FORMAT);
    ArrayNode begun = object.putArray("begun");
    for (Halving.Begun one : halving.begun()) {
      begun.addObject().put("candidate", one.candidate()).put("rung", one.rung());
    }
    ArrayNode results = object.putArray("results");
    for (Map.Entry<Job, Result> entry : halving.results().entrySet()) {
      Job job = entry.getKey();
      ObjectNode node = results.addObject();
      node.put("candidate", job.candidate()).put("rung", job.rung()).put("seed", job.seed());
      if (entry.getValue() instanceof Result.Scored scored) {
        node.put("score", scored.score());
        node.put("step", scored.step());
        node.put("seconds", scored.seconds());
      } else if (entry.getValue() instanceof Result.Failed failed) {
        node.put("failed", failed.line());
      }
    }
    try {
      write(STATE, object.toPrettyString());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Forgets the runs that failed, so that they are trained again. */
  public void forgetFailures() {
    if (!Files.exists(path.resolve(STATE))) {
      return;
    }
    JsonNode json = read(STATE);
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    for (JsonNode one : json.path("results")) {
      if (!one.has("failed")) {
        kept.add(one);
      }
    }
    try {
      write(STATE, ((ObjectNode) json).<ObjectNode>set("results", kept).toPrettyString());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** The scheduler as it was last saved. */
  Halving halving(SweepPlan plan) {
    Halving halving = new Halving(plan.shape());
    if (!Files.exists(path.resolve(STATE))) {
      return halving;
    }
    JsonNode json = read(STATE);
    if (json.path("format").asInt() != FORMAT) {
      throw new CheckpointException(
          path.resolve(STATE) + " has a format that this version does not read");
    }
    for (JsonNode one : json.path("begun")) {
      halving.begin(new Halving.Begun(one.path("candidate").asInt(), one.path("rung").asInt()));
    }
    for (JsonNode one : json.path("results")) {
      Job job =
          new Job(
              one.path("candidate").asInt(), one.path("rung").asInt(), one.path("seed").asInt());
      halving.report(
          job,
          one.has("failed")
              ? new Result.Failed(one.path("failed").asText())
              : new Result.Scored(
                  one.path("score").asDouble(),
                  one.path("step").asLong(),
                  one.path("seconds").asDouble()));
    }
    return halving;
  }

  /**
   * Writes a candidate's configuration as the best.
   *
   * @param comment lines above it, without {@code #}
   */
  void writeBest(int candidate, Iterable<String> comment) {
    try {
      StringBuilder text = new StringBuilder();
      comment.forEach(line -> text.append("# ").append(line).append('\n'));
      text.append('\n').append(Files.readString(configuration(candidate)));
      write(BEST, text.toString());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private void write(String name, String text) throws IOException {
    WholeFile.replace(
        Disk.REAL,
        path.resolve(name),
        out -> out.write((text.strip() + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** The configuration of a candidate. */
  Path configuration(int candidate) {
    return path.resolve(CANDIDATES).resolve(String.format(Locale.ROOT, "%04d.yaml", candidate + 1));
  }

  /** The folder of a run, which may not exist yet. */
  Path run(Job job) {
    return path.resolve("runs").resolve(job.run());
  }

  /** The sweep's folder. */
  public Path path() {
    return path;
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CheckpointException(
          "the lock of " + path + " cannot be given back: " + FileFailure.reason(e), e);
    }
  }
}
