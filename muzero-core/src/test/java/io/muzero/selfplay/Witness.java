package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import java.util.ArrayList;
import java.util.List;

/** An environment that writes down everything that happens in it. */
final class Witness implements Environment {
  private final Environment environment;
  final List<Episode> episodes = new ArrayList<>();

  Witness(Environment environment) {
    this.environment = environment;
  }

  /** One episode: a frame more than steps. */
  static final class Episode {
    final List<float[]> frames = new ArrayList<>();
    final List<boolean[]> legal = new ArrayList<>();
    final List<Integer> players = new ArrayList<>();
    final List<Integer> actions = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();

    boolean ended() {
      return !steps.isEmpty() && steps.get(steps.size() - 1).ended();
    }
  }

  private Episode now() {
    return episodes.get(episodes.size() - 1);
  }

  private void look() {
    Episode episode = now();
    episode.frames.add(environment.observation());
    episode.players.add(environment.playerToMove());
    boolean[] legal = new boolean[environment.spec().actionCount()];
    for (int a = 0; a < legal.length; a++) {
      legal[a] = environment.isLegal(a);
    }
    episode.legal.add(legal);
  }

  @Override
  public void reset(long seed) {
    environment.reset(seed);
    episodes.add(new Episode());
    look();
  }

  @Override
  public void reset() {
    throw new AssertionError("self-play seeds every episode, so that it can be played again");
  }

  @Override
  public Step step(Action action) {
    Step step = environment.step(action);
    now().actions.add(action.index());
    now().steps.add(step);
    look();
    return step;
  }

  @Override
  public EnvironmentSpec spec() {
    return environment.spec();
  }

  @Override
  public int playerToMove() {
    return environment.playerToMove();
  }

  @Override
  public boolean isLegal(int action) {
    return environment.isLegal(action);
  }

  @Override
  public void observe(float[] target, int offset) {
    environment.observe(target, offset);
  }

  @Override
  public Environment copy() {
    throw new AssertionError("self-play never looks ahead in the real environment");
  }

  @Override
  public String text() {
    return environment.text();
  }

  @Override
  public String json() {
    return environment.json();
  }
}
