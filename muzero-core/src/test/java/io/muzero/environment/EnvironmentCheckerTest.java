package io.muzero.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.EnvironmentChecker.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every rule finds the environment that breaks it, and nothing in one that keeps them all. */
class EnvironmentCheckerTest {

  /** A walk on five cells towards the right end; going left from the leftmost cell is illegal. */
  private static class Corridor implements Environment {
    static final EnvironmentSpec SPEC =
        new EnvironmentSpec(1, 1, 1, 5, 0, 1, new ActionSpace.Discrete(2), 0, 1, 30, Symmetry.NONE);

    protected int cell;
    protected int steps;
    private boolean ended;

    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public void reset(long seed) {
      reset();
    }

    @Override
    public void reset() {
      cell = 1;
      steps = 0;
      ended = false;
    }

    @Override
    public int playerToMove() {
      return 0;
    }

    @Override
    public boolean isLegal(int action) {
      return !ended && (action == 1 || (action == 0 && cell > 0));
    }

    @Override
    public Step step(Action action) {
      if (ended) {
        throw new IllegalStateException("the walk has ended");
      }
      if (!isLegal(action.index())) {
        throw new IllegalArgumentException("action " + action.index() + " is not legal");
      }
      cell += action.index() == 1 ? 1 : -1;
      steps++;
      ended = cell == 4 || steps == 30;
      return new Step(cell == 4 ? 1 : 0, cell == 4, cell != 4 && ended);
    }

    @Override
    public void observe(float[] target, int offset) {
      for (int i = 0; i < 5; i++) {
        target[offset + i] = i == cell ? 1 : 0;
      }
    }

    @Override
    public Environment copy() {
      return copyInto(new Corridor());
    }

    protected final Environment copyInto(Corridor copy) {
      copy.cell = cell;
      copy.steps = steps;
      copy.ended = ended;
      return copy;
    }

    @Override
    public String text() {
      return "cell " + cell;
    }

    @Override
    public String json() {
      return "{\"kind\":\"corridor\",\"cell\":" + cell + "}";
    }
  }

  private static void assertOnlyBreaks(Supplier<Environment> broken, Rule... rules) {
    List<Rule> found = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      List<EnvironmentChecker.Finding> findings = new EnvironmentChecker(broken).check(rule);
      if (!findings.isEmpty()) {
        assertThat(findings).allSatisfy(f -> assertThat(f.message()).isNotBlank());
        assertThat(findings.get(0).toString()).startsWith(rule.name().toLowerCase(Locale.ROOT));
        found.add(rule);
      }
    }
    assertThat(found).containsExactly(rules);
  }

  @Test
  void check_environmentThatKeepsTheContract_findsNothing() {
    assertThat(new EnvironmentChecker(Corridor::new).check()).isEmpty();
    assertThat(new EnvironmentChecker(Pile.GAME, GameOptions.NONE).check()).isEmpty();
    assertThat(new EnvironmentChecker(Walk.GAME, GameOptions.NONE).check()).isEmpty();
    assertThat(new EnvironmentChecker(Twice.GAME, GameOptions.NONE).check()).isEmpty();
  }

  @Test
  void check_observationOutOfRange_isFound() {
    assertOnlyBreaks(
        () ->
            new Corridor() {
              @Override
              public void observe(float[] target, int offset) {
                super.observe(target, offset);
                target[offset] = cell == 3 ? 2 : target[offset];
              }

              @Override
              public Environment copy() {
                return this;
              }
            },
        Rule.OBSERVATION,
        Rule.LEGAL_ACCEPTED,
        Rule.COPY);
  }

  @Test
  void check_observationThatFitsNoByte_isFound() {
    class Half extends Corridor {
      private final ObservationFormat format;

      Half(ObservationFormat format) {
        this.format = format;
      }

      @Override
      public EnvironmentSpec spec() {
        return SPEC.withFormat(format);
      }

      @Override
      public void observe(float[] target, int offset) {
        super.observe(target, offset);
        target[offset] = cell == 3 ? 51 / 255f : target[offset];
      }

      @Override
      public Environment copy() {
        return copyInto(new Half(format));
      }
    }
    assertThat(new EnvironmentChecker(() -> new Half(ObservationFormat.BYTES)).check()).isEmpty();
    assertOnlyBreaks(() -> new Half(ObservationFormat.FLAGS), Rule.OBSERVATION);
  }

  @Test
  void check_rewardOutOfBounds_isFound() {
    class Generous extends Corridor {
      @Override
      public Step step(Action action) {
        Step step = super.step(action);
        return new Step(step.reward() * 5, step.terminated(), step.truncated());
      }

      @Override
      public Environment copy() {
        return copyInto(new Generous());
      }
    }
    assertOnlyBreaks(Generous::new, Rule.REWARD);
  }

  @Test
  void check_turnsThatDoNotAlternateAsClaimed_isFound() {
    assertOnlyBreaks(() -> Twice.WRONG.create(GameOptions.NONE), Rule.TURNS);
    assertThat(new EnvironmentChecker(Twice.WRONG, GameOptions.NONE).check(Rule.TURNS).get(0))
        .hasToString(
            "turns: the spec says that turns alternate, but player 0 moves twice in a row: "
                + "make it with alternating = false (seed 0, after step 1, random play)");
  }

  /** Wider than the truth, and so not wrong: it may move twice where random play never came. */
  @Test
  void check_turnsThatAlternateUnclaimed_isNoFinding() {
    class Cautious extends Corridor {
      @Override
      public EnvironmentSpec spec() {
        return new EnvironmentSpec(
            2, 1, 1, 5, 0, 1, SPEC.actions(), 0, 1, 30, Symmetry.NONE, false);
      }

      @Override
      public int playerToMove() {
        return steps % 2;
      }

      @Override
      public Environment copy() {
        return copyInto(new Cautious());
      }
    }
    EnvironmentChecker checker = new EnvironmentChecker(Cautious::new);
    assertThat(checker.check()).isEmpty();
    assertThat(checker.notes()).hasSize(1);
    assertThat(new EnvironmentChecker(Twice.GAME, GameOptions.NONE).notes()).isEmpty();
    assertThat(new EnvironmentChecker(Pile.GAME, GameOptions.NONE).notes()).isEmpty();
  }

  @Test
  void check_chanceThatIsNotSeeded_isFound() {
    Random wind = new Random(1);
    class Windy extends Corridor {
      @Override
      public Step step(Action action) {
        if (isLegal(action.index()) && wind.nextInt(4) == 0) {
          return super.step(Action.of(1));
        }
        return super.step(action);
      }

      @Override
      public Environment copy() {
        return copyInto(new Windy());
      }
    }
    assertOnlyBreaks(Windy::new, Rule.DETERMINISM, Rule.COPY);
  }

  @Test
  void check_chanceThatIsDenied_isFound() {
    class Seeded extends Corridor {
      private Random wind = new Random(0);

      @Override
      public void reset(long seed) {
        wind = new Random(seed);
        super.reset(seed);
      }

      @Override
      public boolean isDeterministic() {
        return true;
      }

      @Override
      public Step step(Action action) {
        return super.step(isLegal(action.index()) && wind.nextInt(4) == 0 ? Action.of(1) : action);
      }
    }
    assertThat(new EnvironmentChecker(Seeded::new).check(Rule.DETERMINISTIC).get(0).message())
        .contains("leave isDeterministic false");
    class Still extends Corridor {
      @Override
      public boolean isDeterministic() {
        return true;
      }
    }
    assertThat(new EnvironmentChecker(Still::new).check(Rule.DETERMINISTIC)).isEmpty();
    assertThat(new EnvironmentChecker(Walk.GAME, GameOptions.NONE).check(Rule.DETERMINISTIC))
        .isEmpty(); // it claims nothing
  }

  @Test
  void check_copyIntoAUsedEnvironmentThatKeepsSomething_isFound() {
    class Forgetful extends Corridor {
      @Override
      public Environment copyInto(Environment target) {
        ((Corridor) target).cell = cell;
        return target; // with the steps and the end of its own episode
      }

      @Override
      public Environment copy() {
        return copyInto(new Forgetful());
      }
    }
    assertOnlyBreaks(Forgetful::new, Rule.COPY);
  }

  @Test
  void check_illegalActionThatChangesTheState_isFound() {
    class Careless extends Corridor {
      @Override
      public Step step(Action action) {
        if (cell == 0 && action.equals(Action.of(0))) {
          cell = 1;
          throw new IllegalArgumentException("there is a wall");
        }
        return super.step(action);
      }

      @Override
      public Environment copy() {
        return copyInto(new Careless());
      }
    }
    assertOnlyBreaks(Careless::new, Rule.ILLEGAL_REFUSED);
  }

  @Test
  void check_pictureThatIsNoJson_isFound() {
    class Blurred extends Corridor {
      @Override
      public String json() {
        return "{kind:" + cell;
      }

      @Override
      public Environment copy() {
        return copyInto(new Blurred());
      }
    }
    assertOnlyBreaks(Blurred::new, Rule.PICTURE);
  }

  @Test
  void check_endlessEpisode_isFound() {
    class Endless extends Corridor {
      @Override
      public Step step(Action action) {
        Step step = super.step(action);
        if (step.ended()) {
          reset();
        }
        return Step.going(step.reward());
      }

      @Override
      public Environment copy() {
        return copyInto(new Endless());
      }
    }
    assertOnlyBreaks(Endless::new, Rule.END);
  }

  @Test
  void check_symmetryThatIsNone_isFound() {
    class Mirrored extends Corridor {
      @Override
      public EnvironmentSpec spec() {
        return new EnvironmentSpec(
            1,
            1,
            1,
            5,
            0,
            1,
            SPEC.actions(),
            0,
            1,
            30,
            BoardSymmetry.mirror(1, 5, ActionSpace.Layout.NONE));
      }

      @Override
      public Environment copy() {
        return copyInto(new Mirrored());
      }
    }
    assertOnlyBreaks(Mirrored::new, Rule.SYMMETRY);
  }

  @Test
  void check_memoryThatGrows_isFound() {
    class Collector extends Corridor {
      private final List<byte[]> memory = new ArrayList<>();

      @Override
      public Step step(Action action) {
        Step step = super.step(action);
        memory.add(new byte[100]);
        return step;
      }

      @Override
      public Environment copy() {
        return copyInto(new Collector());
      }
    }
    assertOnlyBreaks(Collector::new, Rule.MEMORY);
  }
}
