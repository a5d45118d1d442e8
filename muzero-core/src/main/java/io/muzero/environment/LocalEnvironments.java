package io.muzero.environment;

import java.util.function.Supplier;

/** Environments of this process, stepped one after another. */
public final class LocalEnvironments implements VectorEnvironment {
  private final Environment[] environments;
  private final EnvironmentSpec spec;
  private final int actionCount;
  private final VectorState state;

  /**
   * Makes the environments.
   *
   * @param one makes one
   * @param size how many, at least 1
   */
  public LocalEnvironments(Supplier<? extends Environment> one, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a vector needs at least 1 environment, was " + size);
    }
    environments = new Environment[size];
    for (int i = 0; i < size; i++) {
      environments[i] = one.get();
    }
    spec = environments[0].spec();
    actionCount = spec.actionCount();
    state = new VectorState(spec, size);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public int size() {
    return environments.length;
  }

  @Override
  public int stride() {
    return 1;
  }

  @Override
  public VectorState state() {
    return state;
  }

  @Override
  public void reset(int from, int to, long[] seeds) {
    for (int i = from; i < to; i++) {
      if (seeds[i] != NONE) {
        environments[i].reset(seeds[i]);
        show(i, 0, false, false);
      }
    }
  }

  @Override
  public void step(int from, int to, int[] actions) {
    for (int i = from; i < to; i++) {
      if (actions[i] != NONE) {
        Step step = environments[i].step(Action.of(actions[i]));
        show(i, step.reward(), step.terminated(), step.truncated());
      }
    }
  }

  private void show(int i, double reward, boolean terminated, boolean truncated) {
    Environment environment = environments[i];
    state.rewards[i] = reward;
    state.terminated[i] = terminated;
    state.truncated[i] = truncated;
    environment.observe(state.observations, state.observationAt(i));
    int at = state.legalAt(i);
    for (int a = 0; a < actionCount; a++) {
      state.legal[at + a] = environment.isLegal(a);
    }
    if (!terminated) {
      state.players[i] = environment.playerToMove();
    }
  }

  @Override
  public Environment environment(int environment) {
    return environments[environment];
  }

  @Override
  public String text(int environment) {
    return environments[environment].text();
  }

  /** Does nothing: environments hold nothing outside Java. */
  @Override
  public void close() {}
}
