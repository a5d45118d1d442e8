package io.muzero.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.files.Disk;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Episodes of a run's evaluations, {@code episodes/step-00000400.json}, the newest {@value #KEPT}.
 * Each is an object of {@code seed} (a text of digits, because a browser's numbers are shorter),
 * {@code return} and {@code moves}, the names of its actions. Used by one thread at a time.
 */
public final class EpisodeFiles {
  /** Most files that stay. */
  public static final int KEPT = 50;

  /** A long episode has some 100 kB. */
  private static final long LONGEST = 16 << 20;

  private static final String FOLDER = "episodes";
  private static final Pattern NAME = Pattern.compile("step-(\\d{8,18})\\.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** Those of a run's folder, which need not have any. */
  public EpisodeFiles(Path run) {
    folder = run.resolve(FOLDER);
  }

  /** The training steps of which there is an episode, ascending; links are passed over. */
  public List<Long> steps() throws IOException {
    List<Long> steps = new ArrayList<>();
    for (Path path : entries()) {
      Matcher name = NAME.matcher(path.getFileName().toString());
      if (name.matches() && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        steps.add(Long.parseLong(name.group(1)));
      }
    }
    steps.sort(null);
    return steps;
  }

  private List<Path> entries() throws IOException {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        all.forEach(entries::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return entries;
  }

  /**
   * The episode of one of {@link #steps}, as it was written.
   *
   * @throws IOException when it is missing, damaged or longer than any episode
   */
  public JsonNode read(long step) throws IOException {
    Path file = file(step);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
      throw new IOException(file + " is no episode");
    }
    JsonNode episode = JSON.readTree(Files.readString(file));
    if (episode == null || !episode.path("seed").isTextual() || !episode.path("moves").isArray()) {
      throw new IOException(file + " is no episode");
    }
    return episode;
  }

  /**
   * Writes the episode of a training step, in place of the one that was there, and removes the
   * oldest beyond those that stay.
   *
   * @param episode its object
   */
  public void write(Disk disk, long step, ObjectNode episode) throws IOException {
    if (!Files.isDirectory(folder)) {
      disk.createFolder(folder);
    }
    byte[] text = episode.toString().getBytes(StandardCharsets.UTF_8);
    WholeFile.replace(disk, file(step), out -> out.write(text));
    List<Long> steps = steps();
    for (long old : steps.subList(0, Math.max(0, steps.size() - KEPT))) {
      disk.delete(file(old));
    }
  }

  /**
   * Removes those of later steps, which are of another way than the run goes now, and what crashes
   * left of writing one.
   */
  public void keepUpTo(Disk disk, long step) throws IOException {
    for (Path entry : entries()) {
      if (WholeFile.leftOf(entry).filter(NAME.asMatchPredicate()).isPresent()) {
        disk.delete(entry);
      }
    }
    for (long later : steps()) {
      if (later > step) {
        disk.delete(file(later));
      }
    }
  }

  private Path file(long step) {
    return folder.resolve(String.format(Locale.ROOT, "step-%08d.json", step));
  }
}
