package io.muzero.rules;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;

/** A game of chance that claims to have none, for tests that take no step in which it matters. */
final class CalmWalk implements Environment {
  private final Environment walk;

  CalmWalk(Environment walk) {
    this.walk = walk;
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public EnvironmentSpec spec() {
    return walk.spec();
  }

  @Override
  public void reset(long seed) {
    walk.reset(seed);
  }

  @Override
  public void reset() {
    walk.reset();
  }

  @Override
  public int playerToMove() {
    return walk.playerToMove();
  }

  @Override
  public boolean isLegal(int action) {
    return walk.isLegal(action);
  }

  @Override
  public Step step(Action action) {
    return walk.step(action);
  }

  @Override
  public void observe(float[] target, int offset) {
    walk.observe(target, offset);
  }

  @Override
  public Environment copy() {
    return new CalmWalk(walk.copy());
  }

  @Override
  public String text() {
    return walk.text();
  }

  @Override
  public String json() {
    return walk.json();
  }
}
