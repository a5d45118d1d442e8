package io.muzero.gymnasium;

import io.muzero.environment.BrokenGameException;
import java.nio.charset.StandardCharsets;

/**
 * A process that has been set up, and what its environments are. For one thread at a time, but for
 * {@link #close}.
 */
final class PythonLink implements AutoCloseable {
  /** Random games that a process plays of a board game when it is set up, to look at its turns. */
  private static final int PROBES = 30;

  private final PythonSetup setup;
  private final PythonProcess process;
  private final PythonSpaces spaces;

  /**
   * Starts a process and sets it up.
   *
   * @throws io.muzero.settings.InvalidSettingException when it cannot be started or cannot make the
   *     environment
   * @throws BrokenGameException when it fails
   */
  PythonLink(PythonSetup setup) {
    this.setup = setup;
    process = new PythonProcess(setup);
    byte[] described =
        process.call(
            PythonProcess.SETUP,
            setup.json().getBytes(StandardCharsets.UTF_8),
            setup.isGymnasium() ? 1 : PROBES);
    spaces = PythonSpaces.of(setup.game(), new String(described, StandardCharsets.UTF_8));
  }

  PythonSetup setup() {
    return setup;
  }

  PythonSpaces spaces() {
    return spaces;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The answer to a request, as {@link PythonProcess#call}. */
  byte[] call(int kind, byte[] payload) {
    return process.call(kind, payload, 1);
  }

  /** The answer to a request that moves each environment once: their states one after another. */
  byte[] states(int kind, byte[] payload, int count) {
    return states(kind, payload, count, count);
  }

  /**
   * The answer to a request that moves environments: their states one after another.
   *
   * @param count environments
   * @param turns steps and resets of all of them
   */
  byte[] states(int kind, byte[] payload, int count, int turns) {
    byte[] states = process.call(kind, payload, turns);
    if (states.length != count * spaces.stateBytes()) {
      throw BrokenGameException.failed(
          setup.game(),
          count + " states of " + spaces.stateBytes() + " bytes came as " + states.length);
    }
    return states;
  }

  @Override
  public void close() {
    process.close();
  }
}
