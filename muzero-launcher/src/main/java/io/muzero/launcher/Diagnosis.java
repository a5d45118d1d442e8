package io.muzero.launcher;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in one line what a failure that nobody expected comes from, and what to do about it. */
final class Diagnosis {
  private static final String TRACE = " (--verbose shows where)";

  /** Settings whose size is what a package's memory goes into. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "io.muzero.search.", "search.simulations or selfPlay.gamesPerWorker",
          "io.muzero.selfplay.", "selfPlay.gamesPerWorker, selfPlay.workers or evaluation.games",
          "io.muzero.replay.", "replay.capacity or learner.batchSize",
          "io.muzero.training.", "learner.batchSize, learner.unrollSteps or the network",
          "io.muzero.network.", "the network, selfPlay.gamesPerWorker or search.simulations",
          "io.muzero.storage.", "replay.capacity",
          "io.muzero.run.", "replay.capacity");

  private static final String ANY_SETTING =
      "replay.capacity, learner.batchSize or selfPlay.gamesPerWorker";

  private Diagnosis() {}

  /** The line. */
  static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return outOfMemory(cause);
      }
      if (isNativeMemory(cause)) {
        return "the machine's memory is full: lower " + setting(cause) + TRACE;
      }
      if (cause instanceof StackOverflowError) {
        return "the stack overflowed"
            + where(cause).orElse(" in " + top(cause))
            + ": a method calls itself too often"
            + TRACE;
      }
      if (cause instanceof UnsupportedClassVersionError) {
        return "a class was compiled for a newer Java than "
            + Runtime.version().feature()
            + ", which runs here"
            + where(failure).orElse("")
            + ": compile it with --release 17, or run a newer Java: "
            + oneLine(cause);
      }
      if (cause instanceof LinkageError) {
        return cause
            + where(failure).orElse("")
            + ": a class is missing or was compiled against another version"
            + TRACE;
      }
    }
    return messages(failure) + where(failure).orElse("") + TRACE;
  }

  /** The message in one line, or the failure's name. */
  static String oneLine(Throwable e) {
    return Objects.toString(e.getMessage(), e.getClass().getSimpleName())
        .strip()
        .replaceAll("\\s*\\R\\s*", " ");
  }

  private static String messages(Throwable failure) {
    StringBuilder line = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      line.append(line.isEmpty() ? "" : ", because ");
      if (cause instanceof Error && cause.getMessage() != null) {
        line.append(cause.getClass().getSimpleName()).append(": ");
      }
      line.append(oneLine(cause));
    }
    return line.toString();
  }

  private static String outOfMemory(Throwable e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("native thread")) {
      return "no further thread can be started: lower selfPlay.workers, or allow more (ulimit -u)"
          + TRACE;
    }
    if (message.contains("array size")) {
      return "an array would be longer than Java allows: lower " + setting(e) + TRACE;
    }
    if (message.contains("irect buffer") || message.contains("Cannot reserve")) {
      return "Java's direct memory is full: give more by java -XX:MaxDirectMemorySize=8g -jar muzero.jar ..., or lower "
          + setting(e)
          + TRACE;
    }
    return String.format(
        Locale.ROOT,
        "Java's heap of %,d MiB is full%s: give more by java -Xmx%dg -jar muzero.jar ..., or lower %s%s",
        Runtime.getRuntime().maxMemory() >> 20,
        where(e).orElse(""),
        2 * Math.max(1, Runtime.getRuntime().maxMemory() >> 30),
        setting(e),
        TRACE);
  }

  private static boolean isNativeMemory(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("can't allocate memory") || message.contains("out of memory");
  }

  private static String setting(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .flatMap(
            frame ->
                SETTINGS.entrySet().stream()
                    .filter(entry -> frame.getClassName().startsWith(entry.getKey())))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(ANY_SETTING);
  }

  /** The place in a user's game that a failure comes from. */
  private static Optional<String> where(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
        .filter(Diagnosis::isGame)
        .findFirst()
        .map(frame -> " in " + place(frame) + " of the " + frame.getClassLoaderName());
  }

  private static boolean isGame(StackTraceElement frame) {
    String loader = frame.getClassLoaderName();
    return loader != null && loader.startsWith(GameJars.LOADER);
  }

  private static String top(Throwable e) {
    return e.getStackTrace().length == 0 ? "an unknown place" : place(e.getStackTrace()[0]);
  }

  /** Class, method and line. */
  static String place(StackTraceElement frame) {
    return frame.getClassName()
        + "."
        + frame.getMethodName()
        + " ("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }
}
