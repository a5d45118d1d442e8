package io.muzero.ray.wire;

import org.jspecify.annotations.Nullable;

/** Which program this is: learner, driver and actors must be the same. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** Version of the jar and of the messages, for example {@code 0.2.0 (messages 2)}. */
  public static String here() {
    @Nullable String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return (version == null ? "not packed" : version) + " (messages " + Envelope.FORMAT + ")";
  }
}
