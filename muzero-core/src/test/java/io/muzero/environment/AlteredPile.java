package io.muzero.environment;

import java.util.List;
import java.util.Optional;

/** {@link Pile} with a fault that its copies have too, so that a search by the rules meets it. */
public final class AlteredPile implements Environment {
  private final Pile pile;
  private final Fault fault;
  private final boolean copied;

  private AlteredPile(Pile pile, Fault fault, boolean copied) {
    this.pile = pile;
    this.fault = fault;
    this.copied = copied;
  }

  /** What is wrong with it: what a test overrides is what a careless game does. */
  public interface Fault {
    /**
     * The game's code runs.
     *
     * @param method its name
     * @param copied whether it is that of a copy
     */
    default void called(String method, boolean copied) {}

    /** What a step brings. */
    default Step brings(Step step) {
      return step;
    }

    /** Whether an action is legal with so many stones left. */
    default boolean allows(boolean legal, int left) {
      return legal;
    }

    /** A number of an observation with so many stones left. */
    default float shows(float number, int left) {
      return number;
    }
  }

  /**
   * A game named {@code altered} of seven stones, with a solver; what a policy is worth is made up.
   */
  public static GameProvider game(Fault fault) {
    return new GameProvider() {
      @Override
      public String name() {
        return "altered";
      }

      @Override
      public String description() {
        return "a pile with a fault";
      }

      @Override
      public Environment create(GameOptions options) {
        fault.called("create", false);
        return new AlteredPile((Pile) Pile.GAME.create(options), fault, false);
      }

      @Override
      public Optional<String> configuration() {
        return Optional.empty();
      }

      @Override
      public List<String> opponents() {
        return List.of("careless");
      }

      @Override
      public Player opponent(String opponent, GameOptions options, long seed) {
        fault.called("opponent", false);
        return environment -> Action.of(0);
      }

      @Override
      public Optional<Solver> solver(GameOptions options) {
        fault.called("solver", false);
        Solver solver = Pile.GAME.solver(options).orElseThrow();
        return Optional.of(
            new Solver() {
              @Override
              public int[] actionValues(Environment environment) {
                fault.called("actionValues", false);
                return solver.actionValues(((AlteredPile) environment).pile);
              }

              @Override
              public boolean canEnumerate() {
                return true;
              }
            });
      }

      @Override
      public Optional<PolicyEvaluator> policyEvaluator(GameOptions options) {
        fault.called("policyEvaluator", false);
        return Optional.of(
            new PolicyEvaluator() {
              @Override
              public List<Environment> states() {
                Environment start = create(options);
                start.reset(0);
                return List.of(start);
              }

              @Override
              public double value(int[] actions) {
                fault.called("value", false);
                return 0;
              }

              @Override
              public double optimum() {
                fault.called("optimum", false);
                return 0;
              }
            });
      }
    };
  }

  @Override
  public EnvironmentSpec spec() {
    return pile.spec();
  }

  @Override
  public void reset(long seed) {
    fault.called("reset", copied);
    pile.reset(seed);
  }

  @Override
  public void reset() {
    fault.called("reset", copied);
    pile.reset();
  }

  @Override
  public int playerToMove() {
    return pile.playerToMove();
  }

  @Override
  public boolean isLegal(int action) {
    fault.called("isLegal", copied);
    return fault.allows(pile.isLegal(action), pile.left());
  }

  @Override
  public Step step(Action action) {
    fault.called("step", copied);
    return fault.brings(pile.step(action));
  }

  @Override
  public void observe(float[] target, int offset) {
    fault.called("observe", copied);
    pile.observe(target, offset);
    for (int i = offset; i < offset + spec().observationSize(); i++) {
      target[i] = fault.shows(target[i], pile.left());
    }
  }

  @Override
  public Environment copy() {
    fault.called("copy", copied);
    return new AlteredPile(pile.copy(), fault, true);
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public String text() {
    return pile.text();
  }

  @Override
  public String json() {
    return pile.json();
  }
}
