package io.muzero.storage;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint's folder: what it is for, and its training step. A folder of any other
 * name is no checkpoint of a run, so that copies and backups beside them are never counted, chosen
 * or removed.
 *
 * @param kind what it is for
 * @param step training step of its weights, at least 0
 */
public record CheckpointName(Kind kind, long step) {
  private static final Pattern NAME = Pattern.compile("(step|best|snapshot)-(\\d{8,18})");

  /** Begins the name of a checkpoint that was set aside; another of that name gets an ending. */
  static final String ABANDONED = "abandoned-";

  /** What a checkpoint is for. */
  public enum Kind {
    /** To resume from. */
    STEP,
    /** The best weights by evaluation. */
    BEST,
    /** Weights of the way. */
    SNAPSHOT;

    /** The word that the folder's name begins with. */
    public String prefix() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The name that a text is, when it is one. */
  public static Optional<CheckpointName> parse(String text) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    CheckpointName name =
        new CheckpointName(
            Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
            Long.parseLong(matcher.group(2)));
    // Not one with further zeros before its number.
    return Optional.of(name).filter(parsed -> parsed.toString().equals(text));
  }

  /** As {@link #parse} of a path's last name. */
  public static Optional<CheckpointName> of(Path path) {
    return Optional.ofNullable(path.getFileName()).flatMap(name -> parse(name.toString()));
  }

  /**
   * The name of a checkpoint of the way, or the one that a checkpoint had which was set aside: a
   * run does not go on from those unless it is told to.
   */
  static Optional<CheckpointName> ofSpare(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.startsWith(ABANDONED)) {
      return parse(name.substring(ABANDONED.length()).replaceFirst("\\..*", ""));
    }
    return parse(name).filter(parsed -> parsed.kind == Kind.SNAPSHOT);
  }

  /**
   * Whether a path's name is one that a run gives: of a checkpoint, of one that was set aside, or
   * of what a crash left of writing or removing one.
   */
  public static boolean isOfStore(Path path) {
    return of(path).isPresent() || ofSpare(path).isPresent() || CheckpointFolders.isLeftover(path);
  }

  /** The folder's name. */
  @Override
  public String toString() {
    return kind.prefix() + "-" + String.format(Locale.ROOT, "%08d", step);
  }
}
