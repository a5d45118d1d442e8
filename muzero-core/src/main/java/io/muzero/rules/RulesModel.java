package io.muzero.rules;

import io.muzero.environment.Action;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.model.GameBoundary;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.NodeKind;
import io.muzero.model.RootStates;
import io.muzero.model.Transitions;
import io.muzero.replay.ObservationStacker;
import io.muzero.rules.GameStates.End;
import io.muzero.search.SearchConfig;
import io.muzero.settings.Check;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * AlphaZero's model (Silver et al., arXiv:1712.01815): a hidden state is a copy of the game, a
 * transition a step by the real rules, and the network, f(h(o)), says only what a state is worth
 * and which actions are promising. All new states of a call are evaluated in one call of the
 * network.
 *
 * <p>Rewards are the game's, in the view of the player who moved. The discount is γ where the same
 * player moves next, −γ where the other does. Illegal actions are masked at every state. What the
 * search finds past an end follows mctx's users: a state in which the game has ended is absorbing
 * (value 0, every action legal, reward and discount 0, the network's logits). One in which an
 * episode was cut stays as it is too, and keeps the network's value: reward 0, discount 1.
 *
 * <p>Who searches says before each search which states the roots are ({@link #setRoots}); without
 * them an initial inference is the network's alone, and nothing can follow it. A root searched as
 * an image of its state under a symmetry has its whole tree in that image: inputs, logits and
 * actions.
 *
 * <p>With {@code search.leafImages} the network is shown each state as a random image that the
 * game's symmetries make of it, and its logits are put back (AlphaGo Zero, Nature 550, 2017,
 * Methods, "Expand and evaluate"). The image follows from the root's {@link RootStates#imageSeed},
 * the image as which its tree is searched, and the actions since, so no generator has to be saved.
 *
 * <p>A copy of the game that gives what no game may give is refused here with the game's name: to
 * the search it would look as if the network had diverged.
 *
 * <p>Belongs to the network's thread. Owns the network, and closes it.
 */
public final class RulesModel implements MuZeroModel {
  /**
   * States stepped between two words to the game's {@link GameBoundary}: asking for the time costs
   * as much as a step of a small board, and a game that is slow, but comes back, must not look like
   * one that blocks.
   */
  private static final int STATES_BETWEEN_WORDS = 16;

  private final MuZeroModel network;
  private final String game;
  private final GameBoundary boundary;
  private final ObservationStacker stacker;
  private final boolean twoPlayers;
  private final float discount;
  private final int actionCount;
  private final int inputSize;

  /** What an image's action is in the game itself [transformations][A]. */
  private final int[][] original;

  private final float[] frame;

  /** Whether states are shown as random images. */
  private final boolean leafImages;

  /** Logits of one state on the way from its image to the tree's [A]. */
  private final float[] logits;

  /** Inputs of a call [calls, I]. */
  private float[] inputs = {};

  /** Rows of {@link #scratch}: 0, 1, … */
  private int[] rows = {};

  /** Receives the network's own hidden states, which nobody reads. */
  private @Nullable HiddenStates scratch;

  private @Nullable RootStates roots;

  // Of the transition stepped last.
  private float reward;
  private float ahead;

  /**
   * A model of a game.
   *
   * @param network evaluates states; owned from now on
   * @param game the game
   * @param stacker composes the network's inputs
   * @param discount γ of one step, within [0, 1]
   * @throws io.muzero.settings.InvalidSettingException when the game may have chance
   */
  public RulesModel(
      MuZeroModel network, SearchedGame game, ObservationStacker stacker, double discount) {
    this(network, game, stacker, discount, false);
  }

  /**
   * As above.
   *
   * @param leafImages whether the network is shown states as random images; inputs have one frame
   *     then
   */
  public RulesModel(
      MuZeroModel network,
      SearchedGame game,
      ObservationStacker stacker,
      double discount,
      boolean leafImages) {
    Environment rules = game.environment();
    requireNoChance(rules);
    if (leafImages && stacker.stackedFrames() > 1) {
      throw new IllegalArgumentException(
          "states are shown as random images only where an input is one frame, not "
              + stacker.stackedFrames());
    }
    this.leafImages = leafImages && stacker.transformations() > 1;
    this.network = network;
    this.game = game.name();
    boundary = game.boundary();
    this.stacker = stacker;
    this.discount = (float) discount;
    twoPlayers = rules.spec().players() == 2;
    actionCount = network.actionCount();
    inputSize = network.observationSize();
    original = new int[stacker.transformations()][actionCount];
    for (int t = 0; t < original.length; t++) {
      int[] images = stacker.transformedActions(t);
      for (int a = 0; a < actionCount; a++) {
        original[t][images[a]] = a;
      }
    }
    frame = new float[stacker.frameSize()];
    logits = new float[actionCount];
  }

  /**
   * The model that a search asks: the network itself, or the rules with it. Closing it closes the
   * network.
   *
   * @param search says which of the two, and whether by random images
   * @param game the game
   */
  public static MuZeroModel choose(
      SearchConfig search,
      MuZeroModel network,
      SearchedGame game,
      ObservationStacker stacker,
      double discount) {
    return search.usesRules()
        ? new RulesModel(network, game, stacker, discount, search.leafImages())
        : network;
  }

  /**
   * Requires a game that may be searched by its rules.
   *
   * @throws io.muzero.settings.InvalidSettingException when it does not say that it has no chance
   */
  public static void requireNoChance(Environment game) {
    Check.that(
        game.isDeterministic(),
        "search.model",
        "must be learned for a game of chance (one whose environment does not say isDeterministic):"
            + " a copy would show the search what is still to be drawn",
        "rules");
  }

  @Override
  public int actionCount() {
    return actionCount;
  }

  @Override
  public int observationSize() {
    return inputSize;
  }

  @Override
  public HiddenStates newHiddenStates(int count) {
    return new GameStates(count, stacker.stackedFrames() == 1 ? 0 : inputSize);
  }

  @Override
  public void setRoots(RootStates states) {
    roots = states;
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] stateRows, ModelOutput output) {
    HiddenStates unread = scratch(count);
    RootStates known = roots;
    roots = null;
    if (known == null) {
      network.initialInference(observations, count, unread, rows, output);
      return;
    }
    GameStates slab = (GameStates) states;
    if (leafImages) {
      showRoots(known, count, slab, stateRows);
      network.initialInference(inputs, count, unread, rows, output);
    } else {
      network.initialInference(observations, count, unread, rows, output);
    }
    try {
      for (int i = 0; i < count; i++) {
        insideAt(i);
        int row = stateRows[i];
        if (!leafImages) {
          slab.put(row, known.environment(i), known.transformation(i));
        }
        putBack(slab, row, i, output);
        slab.end(row, known.isTruncated(i) ? End.TRUNCATED : End.NONE);
        if (slab.inputs().length > 0) {
          System.arraycopy(observations, i * inputSize, slab.inputs(), row * inputSize, inputSize);
        }
      }
    } finally {
      boundary.leave();
    }
  }

  /** Draws an image for each root, and writes what the network sees of it. */
  private void showRoots(RootStates known, int count, GameStates slab, int[] stateRows) {
    try {
      for (int i = 0; i < count; i++) {
        insideAt(i);
        int row = stateRows[i];
        Environment state = slab.put(row, known.environment(i), known.transformation(i));
        slab.imageSeed(row, mixed(known.imageSeed(i)));
        observe(state, frame, 0);
        stacker.writeNewestFrame(frame, image(slab, row), inputs, i * inputSize);
      }
    } finally {
      boundary.leave();
    }
  }

  /** The i-th state of a call is about to be stepped or looked at. */
  private void insideAt(int i) {
    if (i % STATES_BETWEEN_WORDS == 0) {
      boundary.enter();
    }
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actions = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    GameStates slab = (GameStates) states;
    HiddenStates unread = scratch(count);
    try {
      for (int i = 0; i < count; i++) {
        insideAt(i);
        int parent = parentRows[i];
        int child = childRows[i];
        int action = original[slab.transformation(parent)][actions[i]];
        step(slab, parent, child, action);
        output.reward[i] = reward;
        output.discount[i] = ahead;
        boolean stays = slab.end(parent) == End.TRUNCATED;
        if (leafImages) {
          long seed = slab.imageSeed(parent);
          slab.imageSeed(child, stays ? seed : mixed(31 * seed + action + 1));
          observe(slab.state(child), frame, 0);
          stacker.writeNewestFrame(frame, image(slab, child), inputs, i * inputSize);
        } else if (stays && slab.inputs().length > 0) {
          System.arraycopy(slab.inputs(), parent * inputSize, inputs, i * inputSize, inputSize);
          System.arraycopy(
              slab.inputs(), parent * inputSize, slab.inputs(), child * inputSize, inputSize);
        } else {
          writeInput(slab, parent, child, action, i);
        }
      }
    } finally {
      boundary.leave();
    }
    network.initialInference(inputs, count, unread, rows, output);
    output.masked = true;
    try {
      for (int i = 0; i < count; i++) {
        insideAt(i);
        putBack(slab, childRows[i], i, output);
        finish(slab, childRows[i], i, output);
      }
    } finally {
      boundary.leave();
    }
  }

  /** SplitMix64's output function (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mixed(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /**
   * The image as which the network is shown a row's state. Trees that search one position in all
   * its images show each of its states in all images too, where their roots have the same seed.
   */
  private int image(GameStates slab, int row) {
    int images = stacker.transformations();
    int drawn = (int) Long.remainderUnsigned(slab.imageSeed(row), images);
    return (drawn + slab.transformation(row)) % images;
  }

  /** Puts the logits of a state that was shown as an image in the order of the tree's actions. */
  private void putBack(GameStates slab, int row, int i, ModelOutput output) {
    if (!leafImages) {
      return;
    }
    int shown = image(slab, row);
    int wanted = slab.transformation(row);
    if (shown == wanted) {
      return;
    }
    int[] from = stacker.transformedActions(shown);
    int[] to = stacker.transformedActions(wanted);
    int at = i * actionCount;
    for (int a = 0; a < actionCount; a++) {
      logits[to[a]] = output.policyLogits[at + from[a]];
    }
    System.arraycopy(logits, 0, output.policyLogits, at, actionCount);
  }

  /** Copies and steps, and notes reward and discount; an ended state only stays. */
  private void step(GameStates slab, int parent, int child, int action) {
    End before = slab.end(parent);
    Environment state = slab.put(child, slab.state(parent), slab.transformation(parent));
    slab.end(child, before);
    if (before != End.NONE) {
      reward = 0;
      ahead = before == End.TERMINATED ? 0 : 1;
      return;
    }
    int mover = state.playerToMove();
    Step step = state.step(Action.of(action));
    BrokenGameException.requireFinite(game, step.reward(), state);
    reward = (float) step.reward();
    if (step.terminated()) {
      slab.end(child, End.TERMINATED);
      ahead = 0;
    } else {
      slab.end(child, step.truncated() ? End.TRUNCATED : End.NONE);
      ahead = twoPlayers && state.playerToMove() != mover ? -discount : discount;
    }
  }

  /** Writes a state's frame, which must be one that a network can see. */
  private void observe(Environment state, float[] target, int offset) {
    state.observe(target, offset);
    BrokenGameException.requireFinite(game, target, offset, stacker.frameSize(), state);
  }

  /** Writes what the network sees of a new state: the parent's input, moved on by one frame. */
  private void writeInput(GameStates slab, int parent, int child, int action, int i) {
    int transformation = slab.transformation(child);
    int to = i * inputSize;
    int stacked = stacker.stackedFrames();
    if (stacked == 1 && transformation == 0) {
      observe(slab.state(child), inputs, to);
      return;
    }
    observe(slab.state(child), frame, 0);
    if (stacked > 1) {
      float[] shown = slab.inputs();
      int from = parent * inputSize;
      int frames = stacked * stacker.frameSize();
      int plane = (inputSize - frames) / stacked;
      System.arraycopy(shown, from, inputs, to + stacker.frameSize(), frames - stacker.frameSize());
      System.arraycopy(
          shown, from + frames, inputs, to + frames + plane, inputSize - frames - plane);
      stacker.writeNewestAction(action, transformation, inputs, to);
    }
    stacker.writeNewestFrame(frame, transformation, inputs, to);
    if (stacked > 1) {
      System.arraycopy(inputs, to, slab.inputs(), child * inputSize, inputSize);
    }
  }

  /** Makes of what the network says of a new state what holds in it. */
  private void finish(GameStates slab, int child, int i, ModelOutput output) {
    if (slab.end(child) == End.TERMINATED) {
      output.kind[i] = NodeKind.TERMINAL;
      output.value[i] = 0;
      return;
    }
    output.kind[i] = NodeKind.DECISION;
    if (slab.end(child) == End.TRUNCATED) {
      return; // nothing can be done in it any more: any action stays
    }
    Environment state = slab.state(child);
    int[] images = stacker.transformedActions(slab.transformation(child));
    int at = i * actionCount;
    boolean any = false;
    for (int a = 0; a < actionCount; a++) {
      if (state.isLegal(a)) {
        any = true;
      } else {
        output.policyLogits[at + images[a]] = Float.NEGATIVE_INFINITY;
      }
    }
    if (!any) {
      throw BrokenGameException.noLegalAction(game, state);
    }
  }

  /** Room for a call's states, kept for the greatest call. */
  private HiddenStates scratch(int count) {
    HiddenStates room = scratch;
    if (room == null || room.rows() < count) {
      if (room != null) {
        room.close();
      }
      room = network.newHiddenStates(count);
      scratch = room;
      rows = new int[count];
      Arrays.setAll(rows, i -> i);
      inputs = new float[Math.multiplyExact(count, inputSize)];
    }
    return room;
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
      scratch = null;
    }
    network.close();
  }
}
