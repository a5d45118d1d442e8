package io.muzero.launcher.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import io.muzero.settings.Excerpt;
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
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's folder: the plan, which is written once and last of what a sweep begins with; the
 * state, replaced whole with every change; the candidates' configurations; and the runs. Checksums
 * tell whether they are as they were written: with a line less a candidate would be trained with a
 * default in its place. A lock of the operating system keeps a second process out. Used by one
 * thread.
 */
public final class SweepFolder implements AutoCloseable {
  /** The best configuration so far. */
  public static final String BEST = "best.yaml";

  private static final String PLAN = "plan.json";
  private static final String STATE = "state.json";
  private static final String COPY = "sweep.yaml";
  private static final String LOCK = "sweep.lock";
  private static final String CANDIDATES = "candidates";

  private static final int FORMAT = 2;

  /** The last field of plan and state: the SHA-256 of the others. */
  private static final String CHECKSUM = "sha256";

  /** In the plan: the SHA-256 of each candidate's file. */
  private static final String CONFIGURATIONS = "configurations";

  private static final String REMEDY = "; take it from a backup, or start a new sweep";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

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
    boolean made = false;
    try {
      Files.createDirectories(parent);
      for (int i = 2; ; i++) {
        try {
          Files.createDirectory(path);
          made = true;
          break;
        } catch (FileAlreadyExistsException e) {
          path = parent.resolve(STAMP.format(now) + "_" + i);
        }
      }
      return begin(path, text, candidates);
    } catch (IOException e) {
      CheckpointException failure = unwritable(path, e);
      try {
        if (made) {
          PathUtils.deleteDirectory(path); // what has no plan is no sweep
        }
      } catch (IOException also) {
        failure.addSuppressed(also);
      }
      throw failure;
    }
  }

  private static SweepFolder begin(Path path, String text, Candidates candidates)
      throws IOException {
    SweepFolder folder = new SweepFolder(path);
    try {
      folder.write(COPY, text);
      Files.createDirectory(path.resolve(CANDIDATES));
      ObjectNode plan = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
      plan.setAll(candidates.plan().json());
      ArrayNode digests = plan.putArray(CONFIGURATIONS);
      for (int i = 0; i < candidates.configurations().size(); i++) {
        Path file = folder.configuration(i);
        folder.write(path.relativize(file).toString(), candidates.configurations().get(i));
        digests.add(DigestUtils.sha256Hex(Files.readAllBytes(file)));
      }
      folder.writeSealed(PLAN, plan);
      return folder;
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Opens the folder of an earlier sweep.
   *
   * @throws NotACheckpointException when it is none
   * @throws CheckpointException when another sweep works in it, or the plan or a candidate is
   *     damaged
   */
  public static SweepFolder open(Path path) {
    if (!Files.isRegularFile(path.resolve(PLAN))) {
      throw new NotACheckpointException(
          path
              + " is not a sweep's folder: it has no "
              + PLAN
              + "; name one such as sweeps/<name>/<time>");
    }
    SweepFolder folder;
    try {
      folder = new SweepFolder(path);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    try {
      folder.removeLeftovers();
      folder.requireWholeCandidates();
      return folder;
    } catch (IOException e) {
      folder.close();
      throw unwritable(path, e);
    } catch (CheckpointException e) {
      folder.close();
      throw e;
    }
  }

  /** What a kill left of replacing a file; the lock says that nobody is. */
  private void removeLeftovers() throws IOException {
    for (String name : List.of(COPY, PLAN, STATE, BEST)) {
      for (Path leftover : WholeFile.leftovers(path.resolve(name), Instant.MAX)) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** One that was cut off would be trained with defaults in place of what is missing. */
  private void requireWholeCandidates() {
    JsonNode digests = read(PLAN).path(CONFIGURATIONS);
    for (int i = 0; i < plan().candidates().size(); i++) {
      Path file = configuration(i);
      try {
        if (!DigestUtils.sha256Hex(Files.readAllBytes(file)).equals(digests.path(i).asText())) {
          throw new CheckpointException(
              file + " was cut off or changed: its SHA-256 is not that of the plan" + REMEDY);
        }
      } catch (IOException e) {
        throw new CheckpointException(
            file + " cannot be read: " + FileFailure.reason(e) + REMEDY, e);
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
      throw new CheckpointException(
          path.resolve(PLAN) + " cannot be used: " + e.getMessage() + REMEDY, e);
    }
  }

  /** Reads a file of {@link #writeSealed}. */
  private ObjectNode read(String name) {
    Path file = path.resolve(name);
    JsonNode json;
    try {
      json = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw damaged(file, "it is not JSON");
    } catch (IOException e) {
      throw new CheckpointException(file + " cannot be read: " + FileFailure.reason(e) + REMEDY, e);
    }
    if (!(json instanceof ObjectNode object)) {
      throw damaged(file, "it is no JSON object");
    }
    JsonNode format = object.path("format");
    if (!format.isInt()) {
      throw damaged(file, "it does not say its format");
    }
    if (format.intValue() != FORMAT) {
      throw new CheckpointException(
          file
              + " has the format "
              + format
              + ", this version reads "
              + FORMAT
              + ": start a new sweep, or use the version that wrote it");
    }
    JsonNode checksum = object.remove(CHECKSUM);
    if (checksum == null || !checksum.asText().equals(checksum(object))) {
      throw damaged(file, "it does not match its checksum");
    }
    return object;
  }

  private static CheckpointException damaged(Path file, String how) {
    return new CheckpointException(file + " is damaged: " + how + REMEDY);
  }

  private void writeSealed(String name, ObjectNode object) throws IOException {
    object.put(CHECKSUM, checksum(object));
    write(name, object.toPrettyString());
  }

  /** Of the fields in their order, however they are laid out. */
  private static String checksum(ObjectNode object) {
    return DigestUtils.sha256Hex(object.toString());
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
      writeSealed(STATE, object);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Forgets the runs that failed, so that they are trained again. */
  public void forgetFailures() {
    if (!Files.exists(path.resolve(STATE))) {
      return;
    }
    ObjectNode state = read(STATE);
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    for (JsonNode one : state.path("results")) {
      if (!one.has("failed")) {
        kept.add(one);
      }
    }
    try {
      state.set("results", kept);
      writeSealed(STATE, state);
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
    for (JsonNode one : json.path("begun")) {
      Job job = job(one, plan);
      halving.begin(new Halving.Begun(job.candidate(), job.rung()));
    }
    try {
      for (JsonNode one : json.path("results")) {
        halving.report(
            job(one, plan),
            one.has("failed")
                ? new Result.Failed(one.path("failed").asText())
                : new Result.Scored(
                    one.path("score").asDouble(),
                    one.path("step").asLong(),
                    one.path("seconds").asDouble()));
      }
    } catch (IllegalArgumentException e) {
      throw damaged(path.resolve(STATE), String.valueOf(e.getMessage()));
    }
    return halving;
  }

  /** What a state names, which may be that of another sweep. */
  private Job job(JsonNode one, SweepPlan plan) {
    return new Job(
        number(one, "candidate", plan.candidates().size()),
        number(one, "rung", plan.rungs().size()),
        one.has("seed") ? number(one, "seed", plan.seeds().size()) : 0);
  }

  private int number(JsonNode of, String what, int count) {
    JsonNode number = of.path(what);
    if (!number.isInt() || number.intValue() < 0 || number.intValue() >= count) {
      throw new CheckpointException(
          path.resolve(STATE)
              + " is not of this sweep: a "
              + what
              + " must be within [0, "
              + (count - 1)
              + "] by plan.json, was "
              + (number.isMissingNode() ? "none" : Excerpt.of(number.toString()))
              + REMEDY);
    }
    return number.intValue();
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
