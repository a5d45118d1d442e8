package io.muzero.totient.ways;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways by the names that the command line knows. */
public enum WayName {
  /** One thread. */
  SERIAL,
  /** Platform threads. */
  THREADS,
  /** Virtual threads. */
  VIRTUAL,
  /** An executor, or a fork/join pool for {@code steal}. */
  POOL,
  /** JVMs of the same jar: cold, and kept warm. */
  PROCESSES,
  /** Tasks on a Ray cluster: cold, and kept warm. */
  RAY;

  /** Ends the name of the row whose workers are kept. */
  public static final String WARM = "-warm";

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(WayName::label).toList();
  }
}
