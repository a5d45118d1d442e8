package io.muzero.gymnasium;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.BinnedActions;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.VectorEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A game whose environments Python makes.
 *
 * <p>Options, below {@code environment:}: {@code python} (python3), the interpreter; {@code
 * timeout} (60), seconds after which a step that has not come back has failed, times the steps of a
 * message; {@code kwargs} ({}), arguments of the environment's own; {@code prints} (false), whether
 * it may print to standard output when it is stepped or reset, into the log; {@code max_steps} (0:
 * as registered); {@code bins}, values of each component of a box of actions (5, fewer where that
 * would be more than 125 actions, but 2 up to 16 components; 0 leaves them continuous, which cannot
 * be trained); {@code fresh} (false; true for MinAtar), a new environment for each episode; {@code
 * action_mask} (true), legal actions from the info of that name; {@code render} (true), pictures by
 * the environment; and of pictures {@code frame_skip} (1; Atari 4), {@code frame_size} (0: as they
 * are; Atari 84), {@code frame_stack} (1), {@code grey} (false; Atari true), {@code channels}
 * (auto).
 *
 * <p>Making the first environment starts a process. Thread-safe.
 */
public final class PythonGame implements GameProvider {
  private static final int FEW_ACTIONS = 125;

  private final String kind;
  private final String name;
  private final Map<PythonSetup, PythonHost> hosts = new ConcurrentHashMap<>();

  /** The game with this name below a family's prefix. */
  PythonGame(String kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  @Override
  public String name() {
    return kind + ":" + name;
  }

  @Override
  public String description() {
    return name + " in Python";
  }

  private PythonHost host(GameOptions options) {
    return hosts.computeIfAbsent(PythonSetup.of(kind, name, options), PythonHost::new);
  }

  @Override
  public Environment create(GameOptions options) {
    Environment environment = new PythonEnvironment(host(options));
    if (environment.spec().actions() instanceof ActionSpace.Continuous box) {
      return BinnedActions.byOption(environment, options, usualBins(box.low().length));
    }
    if (kind.equals("gym")) {
      options.integer("bins", 0, 0, 1000);
    }
    return environment;
  }

  /** In a process of their own, which the vector ends when it is closed. */
  @Override
  public VectorEnvironment createVector(GameOptions options, int size) {
    Environment one = create(options);
    PythonVector.Meaning meaning =
        one instanceof BinnedActions binned ? binned::continuous : Action::of;
    return new PythonVector(
        new PythonLink(PythonSetup.of(kind, name, options)), one.spec(), meaning, size);
  }

  private static int usualBins(int components) {
    int bins = 5;
    while (bins > 2 && Math.pow(bins, components) > FEW_ACTIONS) {
      bins--;
    }
    return bins;
  }

  @Override
  public List<String> notes(GameOptions options) {
    return host(options).spaces().notes();
  }

  /** The processes' numbers, for tests. */
  List<Long> pids(GameOptions options) {
    return host(options).children().pids();
  }

  /** A start for games of a few numbers, or of Atari's; nobody has tuned it to this one. */
  @Override
  public Optional<String> configuration() {
    String file = PythonSetup.isAtari(kind, name) ? "atari.yaml" : "python.yaml";
    try (InputStream in = PythonGame.class.getResourceAsStream(file)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the packed configuration of " + name() + " cannot be read", e);
    }
  }
}
