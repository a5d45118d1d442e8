package io.muzero.launcher.doctor;

/** Looks at one thing of a machine. */
interface Probe {
  /** What it looks at, a word or two. */
  String area();

  /**
   * Looks. What is not there is a finding, not a failure; should a probe fail nevertheless, {@link
   * Examination} says so in its place.
   */
  Finding look(Machine machine);
}
