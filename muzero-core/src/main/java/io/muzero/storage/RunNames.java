package io.muzero.storage;

import io.muzero.files.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of a game's runs is newer, by their names: a time, and a number where two began in one
 * second.
 */
public final class RunNames {
  /** What {@link RunFolder#LATEST} holds: one name, which stays in the folder. */
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}:]{1,255}");

  private static final Pattern NUMBERED = Pattern.compile("(.*)_(\\d{1,9})");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}_\\d{2}-\\d{2}-\\d{2}");

  private static final Comparator<Path> OLDEST_FIRST =
      Comparator.comparing((Path run) -> !isCopy(run))
          .thenComparing(RunNames::time)
          .thenComparingInt(RunNames::number)
          .thenComparing(RunNames::name);

  private RunNames() {}

  /**
   * The runs in a game's folder, the newest first. Copies that were moved aside come last: each is
   * as old as the run it is of. Links are no runs, nor is what begins with a point.
   *
   * @throws CheckpointException when the folder cannot be read
   */
  public static List<Path> newestFirst(Path game) {
    List<Path> runs = new ArrayList<>();
    if (!Files.isDirectory(game)) {
      return runs;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(game, RunNames::isRun)) {
      entries.forEach(runs::add);
    } catch (IOException e) {
      throw new CheckpointException(
          "the folder " + game + " cannot be read: " + FileFailure.reason(e), e);
    }
    runs.sort(OLDEST_FIRST.reversed());
    return runs;
  }

  /**
   * The run that an entry {@code latest} names; the newest where it names none.
   *
   * @param damaged is told of such an entry, in one line
   */
  static Path latest(Path entry, Consumer<String> damaged) throws IOException {
    // A file that was cut or filled with zeros need not be UTF-8.
    String name = Files.readString(entry, StandardCharsets.ISO_8859_1).strip();
    if (NAME.matcher(name).matches()) {
      return entry.resolveSibling(
          new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
    Path game = entry.toAbsolutePath().getParent();
    List<Path> runs = game == null ? List.of() : newestFirst(game);
    if (runs.isEmpty()) {
      throw new CheckpointException(entry + " is damaged: it names no run; name a run's folder");
    }
    Path newest = entry.resolveSibling(runs.get(0).getFileName());
    damaged.accept(entry + " is damaged: it names no run; the newest is " + newest);
    return newest;
  }

  private static boolean isRun(Path entry) {
    return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(entry.resolve(RunFolder.CONFIG))
        && !name(entry).startsWith(".");
  }

  private static boolean isCopy(Path run) {
    return name(run).startsWith(RunFolder.LATEST);
  }

  private static String name(Path run) {
    return String.valueOf(run.getFileName());
  }

  /** The time alone where a number follows it; else the whole name. */
  private static String time(Path run) {
    Matcher numbered = NUMBERED.matcher(name(run));
    return numbered.matches() && TIME.matcher(numbered.group(1)).matches()
        ? numbered.group(1)
        : name(run);
  }

  private static int number(Path run) {
    Matcher numbered = NUMBERED.matcher(name(run));
    return numbered.matches() && TIME.matcher(numbered.group(1)).matches()
        ? Integer.parseInt(numbered.group(2))
        : 1;
  }
}
