package io.muzero.games.arcade;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.picture.PixelPicture;
import io.muzero.games.random.Mt19937;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the five arcade games have in common: 10×10 cells (x to the right, y down), sticky actions,
 * the generator, the life of an episode, pictures.
 *
 * <p><b>Observation</b> C×10×10, each number 0 or 1; the game's class says what the planes show. It
 * is not the whole state: timers are hidden.
 *
 * <p><b>Actions</b>: 0 none, 1 left, 2 up, 3 right, 4 down, 5 fire, all legal always; those without
 * meaning in a game do nothing. With {@code minimal_actions} only those that have one, in this
 * order. With probability {@code sticky_actions} the action done before (after stickiness; none at
 * first) is done again instead.
 *
 * <p><b>End</b>: terminated by the game, truncated after {@code max_steps}. A step in which the
 * game ends is played to its end, rewards included.
 *
 * <p><b>Seeds</b>: {@code reset(seed)} followed by the actions of one episode gives what MinAtar
 * 1.0.15 gives for a new environment after {@code seed(seed)} and {@code reset()}: the action
 * before the first is none. {@code reset()} goes on as MinAtar's does: neither the generator nor
 * the last action is reset, so with sticky actions the first step may repeat the last one of the
 * episode before.
 *
 * <p>Not thread-safe.
 */
public abstract class ArcadeGame implements Environment {
  /** Rows and columns. */
  protected static final int SIZE = Planes.SIZE;

  /** The last row and column. */
  protected static final int LAST = SIZE - 1;

  static final int NONE = 0;
  static final int LEFT = 1;
  static final int UP = 2;
  static final int RIGHT = 3;
  static final int DOWN = 4;
  static final int FIRE = 5;

  private static final List<String> NAMES = List.of("none", "left", "up", "right", "down", "fire");
  private static final int[] ALL = {NONE, LEFT, UP, RIGHT, DOWN, FIRE};

  private final Rules rules;
  private final Mt19937 random;
  private final Planes planes;

  /** The action done last, 0 to 5; outlives an episode. */
  private int previous;

  private int steps;
  private int score;
  private boolean going;

  /** What the step that is being made has brought. */
  private int reward;

  private boolean over;

  /** What never changes, shared by copies. */
  private record Rules(
      ArcadeOptions options, EnvironmentSpec spec, List<Integer> actions, List<Layer> layers) {}

  /**
   * What a game says of itself.
   *
   * @param minimal the actions that do something, in ascending order
   * @param mostReward greatest reward of one step
   * @param maxSteps steps after which an episode is over by the game's own rules; 0: no such bound
   * @param layers how the planes are shown, in their order
   */
  record Traits(List<Integer> minimal, int mostReward, int maxSteps, List<Layer> layers) {}

  /** Creates a game that is still to be reset. */
  ArcadeGame(ArcadeOptions options, Traits traits) {
    List<Integer> actions =
        options.minimalActions() ? traits.minimal : Arrays.stream(ALL).boxed().toList();
    int limit = options.maxSteps();
    int maxSteps =
        limit == 0 || traits.maxSteps == 0
            ? Math.max(limit, traits.maxSteps)
            : Math.min(limit, traits.maxSteps);
    EnvironmentSpec spec =
        new EnvironmentSpec(
                1,
                traits.layers.size(),
                SIZE,
                SIZE,
                0,
                1,
                new ActionSpace.Discrete(actions.size()),
                0,
                traits.mostReward,
                maxSteps,
                Symmetry.NONE)
            .withFormat(ObservationFormat.FLAGS);
    rules = new Rules(options, spec, actions, traits.layers);
    random = new Mt19937(0);
    planes = new Planes(traits.layers.size());
  }

  /** Copies generator, last action, steps and score. */
  ArcadeGame(ArcadeGame other) {
    rules = other.rules;
    random = new Mt19937(other.random);
    planes = new Planes(rules.layers.size());
    previous = other.previous;
    steps = other.steps;
    score = other.score;
    going = other.going;
  }

  /** Puts everything in its place. */
  abstract void start();

  /**
   * Performs an action, 0 to 5, whatever the action space; tells what happens by {@link #earn} and
   * {@link #end}.
   */
  abstract void advance(int action);

  /** Sets the cells of the state in planes that are clear. */
  abstract void draw(Planes target);

  /** What the planes do not show, as whole numbers: for analysis and tests. */
  abstract int[] hidden();

  /** Adds to the reward of this step. */
  final void earn(int points) {
    reward += points;
  }

  /** The game is over with this step. */
  final void end() {
    over = true;
  }

  /** Whether the game gets harder as it goes on. */
  final boolean ramps() {
    return rules.options.difficultyRamp();
  }

  /** The generator; drawing from it changes the episode. */
  final Mt19937 random() {
    return random;
  }

  @Override
  public final EnvironmentSpec spec() {
    return rules.spec;
  }

  @Override
  public final void reset(long seed) {
    random.seed(seed);
    previous = NONE;
    reset();
  }

  /** Keeps the last action, as the class comment says. */
  @Override
  public final void reset() {
    steps = 0;
    score = 0;
    start();
    going = true;
  }

  @Override
  public final int playerToMove() {
    return 0;
  }

  @Override
  public final boolean isLegal(int action) {
    return action >= 0 && action < rules.actions.size();
  }

  @Override
  public final Step step(Action action) {
    if (!going) {
      throw new IllegalStateException("the episode has ended or not begun: call reset first");
    }
    if (!isLegal(action.index())) {
      throw new IllegalArgumentException(
          "action " + action.index() + " is not one of 0 to " + (rules.actions.size() - 1));
    }
    if (!(random.random() < rules.options.stickyActions())) {
      previous = rules.actions.get(action.index());
    }
    reward = 0;
    over = false;
    advance(previous);
    steps++;
    score += reward;
    boolean late = !over && steps == rules.options.maxSteps();
    going = !over && !late;
    return new Step(reward, over, late);
  }

  @Override
  public final void observe(float[] target, int offset) {
    drawn().write(target, offset);
  }

  private Planes drawn() {
    planes.clear();
    draw(planes);
    return planes;
  }

  @Override
  public final String actionName(int action) {
    return NAMES.get(rules.actions.get(action));
  }

  private List<Integer> layersInDrawingOrder() {
    return IntStream.range(0, rules.layers.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> rules.layers.get(i).depth()).reversed())
        .toList();
  }

  /** The cells as characters ({@code .} an empty one), then the score. */
  @Override
  public final String text() {
    Planes cells = drawn();
    List<Integer> order = layersInDrawingOrder();
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        char mark = '.';
        for (int plane : order) {
          mark = cells.isSet(plane, x, y) ? rules.layers.get(plane).mark() : mark;
        }
        text.append(mark);
      }
      text.append('\n');
    }
    return text.append("score ").append(score).toString();
  }

  @Override
  public final String json() {
    Planes cells = drawn();
    PixelPicture picture = new PixelPicture(SIZE, SIZE);
    for (int plane : layersInDrawingOrder()) {
      Layer layer = rules.layers.get(plane);
      picture.layer(layer.name(), layer.colour(), cells.cells(plane));
    }
    return picture.note("score", score).json();
  }
}
