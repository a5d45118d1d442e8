package io.muzero.gymnasium;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An environment in a Python process.
 *
 * <p>{@code reset(seed)} is the environment's own {@code reset(seed=seed)}. {@code reset()} draws
 * the next seed from the last one, here and not in Python: so an episode is its seed and actions
 * alone, and a copy plays them again when it is first stepped. What does not replay exactly is
 * noticed then and fails.
 *
 * <p>A step that terminates and truncates at once is terminated.
 *
 * <p>Not thread-safe; the process behind it is that of the thread that resets it.
 */
final class PythonEnvironment implements Environment {
  /** Numbers of an observation that are shown. */
  private static final int MOST_SHOWN = 16;

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final PythonHost host;
  private final PythonSpaces spaces;
  private final Hold hold;
  private final EpisodeRecord episode;
  private int steps;
  private double total;
  private boolean going;

  /** Draws the seeds of episodes begun without one; SplittableRandom's generator. */
  private long seeds;

  private @Nullable Drawing drawing;

  /** The lease, apart from the environment so that it can be given back when that is gone. */
  private static final class Hold implements Runnable {
    private final Children children;
    private Child.@Nullable Lease lease;

    Hold(Children children) {
      this.children = children;
    }

    @Override
    public void run() {
      Child.Lease held = lease;
      if (held != null) {
        held.giveBack();
        children.endUnused();
      }
    }
  }

  /** An environment that is still to be reset. */
  PythonEnvironment(PythonHost host) {
    this.host = host;
    spaces = host.spaces();
    hold = new Hold(host.children());
    episode = new EpisodeRecord();
    PythonHost.CLEANER.register(this, hold);
  }

  private PythonEnvironment(PythonEnvironment other) {
    host = other.host;
    spaces = other.spaces;
    hold = new Hold(host.children());
    episode = new EpisodeRecord(other.episode);
    steps = other.steps;
    total = other.total;
    going = other.going;
    seeds = other.seeds;
    drawing = other.drawing;
    PythonHost.CLEANER.register(this, hold);
  }

  @Override
  public EnvironmentSpec spec() {
    return spaces.spec();
  }

  @Override
  public void reset(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("a seed must be at least 0, was " + seed);
    }
    seeds = seed;
    begin(seed);
  }

  @Override
  public void reset() {
    seeds += GOLDEN_GAMMA;
    long mixed = (seeds ^ seeds >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    begin((mixed ^ mixed >>> 31) >>> 1);
  }

  private void begin(long seed) {
    going = false;
    steps = 0;
    total = 0;
    drawing = null;
    episode.begin(seed);
    Child.Lease lease = host.children().ofThisThread(hold.lease);
    hold.lease = lease;
    episode.arrive(lease.child().reset(lease, episode));
    going = true;
  }

  private Child.Lease lease() {
    Child.Lease lease = hold.lease;
    if (lease == null) {
      lease = host.children().ofThisThread(null);
      hold.lease = lease;
    }
    return lease;
  }

  @Override
  public int playerToMove() {
    return spaces.player(episode.state(), 0);
  }

  @Override
  public boolean isLegal(int action) {
    return spaces.isLegal(episode.state(), 0, action);
  }

  @Override
  public Step step(Action action) {
    if (!going) {
      throw new IllegalStateException("the episode has ended or not begun: call reset first");
    }
    check(action);
    byte[] encoded = spaces.encode(action);
    Child.Lease lease = lease();
    going = false; // stays so when Python fails
    byte[] state = lease.child().step(lease, episode, encoded);
    episode.add(encoded);
    episode.arrive(state);
    steps++;
    total += spaces.reward(state, 0);
    drawing = null;
    boolean terminated = spaces.isTerminated(state, 0);
    Step step =
        new Step(spaces.reward(state, 0), terminated, !terminated && spaces.isTruncated(state, 0));
    going = !step.ended();
    return step;
  }

  private void check(Action action) {
    if (!(spec().actions() instanceof ActionSpace.Continuous box)) {
      if (!isLegal(action.index())) {
        throw new IllegalArgumentException(
            "action "
                + action.index()
                + " is not legal, or not one of 0 to "
                + (spec().actionCount() - 1));
      }
      return;
    }
    float[] values = action.values();
    if (values.length != box.low().length) {
      throw new IllegalArgumentException(
          "an action here has " + box.low().length + " numbers, was " + action);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("an action must be finite, was " + action);
      }
    }
  }

  @Override
  public void observe(float[] target, int offset) {
    spaces.observe(episode.state(), 0, target, offset);
  }

  @Override
  public PythonEnvironment copy() {
    return new PythonEnvironment(this);
  }

  @Override
  public String actionName(int action) {
    return spaces.actionNames().isEmpty()
        ? Integer.toString(action)
        : spaces.actionNames().get(action);
  }

  /** Before the first reset: as the episode of seed 0 would begin. */
  private PythonEnvironment begun() {
    if (episode.state().length > 0) {
      return this;
    }
    PythonEnvironment start = new PythonEnvironment(host);
    start.reset(0);
    return start;
  }

  private Drawing drawing() {
    Drawing drawn = drawing;
    if (drawn == null) {
      Child.Lease lease = lease();
      drawn = lease.child().render(lease, episode);
      drawing = drawn;
    }
    return drawn;
  }

  /**
   * The environment's own text where the game is for two; else steps, return, and the observation
   * where it is a few numbers.
   */
  @Override
  public String text() {
    PythonEnvironment shown = begun();
    if (shown != this) {
      return shown.text();
    }
    Optional<String> own = spec().players() == 2 ? drawing().text() : Optional.empty();
    return own.orElseGet(this::numbers);
  }

  private String numbers() {
    StringJoiner text = new StringJoiner("\n");
    text.add(String.format(Locale.ROOT, "step %d, return %s", steps, total));
    if (spec().observationSize() <= MOST_SHOWN) {
      StringJoiner numbers = new StringJoiner(" ");
      for (float number : observation()) {
        numbers.add(String.format(Locale.ROOT, "%.4g", number));
      }
      text.add(numbers.toString());
    } else {
      text.add(
          String.format(
              Locale.ROOT,
              "observation %d x %d x %d",
              spec().channels(),
              spec().height(),
              spec().width()));
    }
    return text.toString();
  }

  /**
   * Kind {@code image}: the environment's own frame, {@code png} in base 64; kind {@code text} with
   * its {@code text}; kind {@code numbers} where it draws none.
   */
  @Override
  public String json() {
    PythonEnvironment shown = begun();
    if (shown != this) {
      return shown.json();
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Drawing drawn = drawing();
    if (drawn instanceof Drawing.Png png) {
      node.put("kind", "image").put("png", png.base64());
    } else if (drawn.text().isPresent()) {
      node.put("kind", "text").put("text", drawn.text().get());
    } else {
      node.put("kind", "numbers");
      ArrayNode values = node.putArray("values");
      float[] numbers = observation();
      for (int i = 0; i < Math.min(MOST_SHOWN, numbers.length); i++) {
        values.add(numbers[i]);
      }
    }
    return node.toString();
  }
}
