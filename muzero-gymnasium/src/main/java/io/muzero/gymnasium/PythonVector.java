package io.muzero.gymnasium;

import io.muzero.environment.Action;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.VectorEnvironment;
import io.muzero.environment.VectorState;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Environments of one process of their own, stepped by one message each way. Owns the process.
 *
 * <p>Used by one thread.
 */
final class PythonVector implements VectorEnvironment {
  private PythonLink link;
  private final PythonSpaces spaces;
  private final EnvironmentSpec spec;

  /** The bytes of each action. */
  private final byte[][] actions;

  private final VectorState state;
  private final int size;

  /** How actions are named in Python. */
  interface Meaning {
    /** What an action of the vector is to the environment. */
    Action of(int action);
  }

  /**
   * A vector of environments that are still to be reset.
   *
   * @param link a process that nobody else uses
   * @param spec what the environments are to self-play, with discrete actions
   * @param meaning of the actions
   * @param size how many, at least 1
   */
  PythonVector(PythonLink link, EnvironmentSpec spec, Meaning meaning, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a vector needs at least 1 environment, was " + size);
    }
    this.link = link;
    this.spec = spec;
    this.size = size;
    spaces = link.spaces();
    state = new VectorState(spec, size);
    actions = new byte[spec.actionCount()][];
    for (int action = 0; action < actions.length; action++) {
      actions[action] = spaces.encode(meaning.of(action));
    }
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public int size() {
    return size;
  }

  /** All at once: a call is a message. */
  @Override
  public int stride() {
    return size;
  }

  @Override
  public VectorState state() {
    return state;
  }

  @Override
  public void reset(int from, int to, long[] seeds) {
    ByteBuffer request = PythonProcess.littleEndian((to - from) * (Integer.BYTES + Long.BYTES));
    boolean[] moved = new boolean[to - from];
    for (int i = from; i < to; i++) {
      moved[i - from] = seeds[i] != NONE;
      if (seeds[i] != NONE) {
        request.putInt(i).putLong(seeds[i]);
      }
    }
    exchange(PythonProcess.RESET, request, from, moved);
  }

  @Override
  public void step(int from, int to, int[] chosen) {
    ByteBuffer request =
        PythonProcess.littleEndian((to - from) * (Integer.BYTES + spaces.actionBytes()));
    boolean[] moved = new boolean[to - from];
    for (int i = from; i < to; i++) {
      moved[i - from] = chosen[i] != NONE;
      if (chosen[i] != NONE) {
        require(i, chosen[i]);
        request.putInt(i).put(actions[chosen[i]]);
      }
    }
    exchange(PythonProcess.STEP, request, from, moved);
  }

  private void require(int i, int action) {
    if (state.ended(i)) {
      throw new IllegalStateException("the episode has ended: reset it first");
    }
    if (action < 0 || action >= actions.length || !state.legal[state.legalAt(i) + action]) {
      throw new IllegalArgumentException(
          "action " + action + " is not legal, or not one of 0 to " + (actions.length - 1));
    }
  }

  private void exchange(int kind, ByteBuffer request, int from, boolean[] moved) {
    int count = 0;
    for (boolean one : moved) {
      count += one ? 1 : 0;
    }
    if (count == 0) {
      return;
    }
    byte[] payload = new byte[request.position()];
    request.flip().get(payload);
    byte[] states = link.states(kind, payload, count);
    int at = 0;
    for (int i = 0; i < moved.length; i++) {
      if (moved[i]) {
        show(from + i, states, at);
        at += spaces.stateBytes();
      }
    }
  }

  private void show(int i, byte[] states, int at) {
    state.rewards[i] = spaces.reward(states, at);
    state.terminated[i] = spaces.isTerminated(states, at);
    state.truncated[i] = !state.terminated[i] && spaces.isTruncated(states, at);
    spaces.observe(states, at, state.observations, state.observationAt(i));
    int legal = state.legalAt(i);
    for (int action = 0; action < actions.length; action++) {
      state.legal[legal + action] = !spaces.masked() || spaces.isLegal(states, at, action);
    }
    if (!state.terminated[i]) {
      state.players[i] = spaces.player(states, at);
    }
  }

  /** Starts another process where this one has ended. */
  @Override
  public boolean revive() {
    if (link.isAlive()) {
      return false;
    }
    link.close();
    link = new PythonLink(link.setup());
    return true;
  }

  @Override
  public String text(int environment) {
    return String.format(
        Locale.ROOT, "environment %d of %d of %s", environment, size, link.setup().game());
  }

  /** Ends the process. */
  @Override
  public void close() {
    link.close();
  }
}
