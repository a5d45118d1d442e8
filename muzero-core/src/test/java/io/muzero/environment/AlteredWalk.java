package io.muzero.environment;

import java.util.Optional;
import java.util.function.Supplier;

/** {@link Walk} with faults: what a test overrides is what a careless game does. */
public class AlteredWalk implements Environment {
  private final Environment walk;

  /** A sound walk. */
  public AlteredWalk() {
    this(Walk.GAME.create(GameOptions.NONE));
  }

  private AlteredWalk(Environment walk) {
    this.walk = walk;
  }

  /** A game named {@code altered} of such environments. */
  public static GameProvider game(Supplier<AlteredWalk> make) {
    return new GameProvider() {
      @Override
      public String name() {
        return "altered";
      }

      @Override
      public String description() {
        return "a walk with a fault";
      }

      @Override
      public Environment create(GameOptions options) {
        return make.get();
      }

      @Override
      public Optional<String> configuration() {
        return Optional.empty();
      }
    };
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
    return new AlteredWalk(walk.copy());
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
