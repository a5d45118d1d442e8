package io.muzero.rules;

import com.sun.management.ThreadMXBean;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What a node's state takes of Java's heap in a search by the rules: a copy of the game, which is
 * measured, and what {@link GameStates} notes of it.
 *
 * <p>The game's start and the last state of a game of random moves are copied, and the larger copy
 * counts: what a game remembers of its moves grows with them. Where that cannot be measured, a copy
 * counts as much as the game shows of a state.
 */
public final class StateSize {
  /** Random moves at most. */
  private static final int MOST_MOVES = 2000;

  /** Copies between two looks at what was allocated: enough to tell one from what runs beside. */
  private static final int COPIES = 64;

  /** References to the environment and to how it ended, the image and its seed, padded. */
  private static final int NOTES = 32;

  /** A random game takes milliseconds. */
  private static final int PATIENCE_SECONDS = 10;

  private StateSize() {}

  /**
   * The heap that a node's state takes, in numbers of four bytes as {@link
   * io.muzero.search.SearchSize} counts them.
   *
   * @param game an environment of its own, which is played
   */
  public static int of(Environment game, ObservationStacker stacker) {
    // As a rule a state holds no more than it shows.
    long shown = (long) Float.BYTES * game.spec().observationSize();
    FutureTask<Long> measuring = new FutureTask<>(() -> copyBytes(game, shown));
    Thread thread = new Thread(measuring, "state size");
    thread.setDaemon(true);
    thread.start();
    long bytes = shown;
    try {
      bytes = measuring.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // A game that fails or does not come back is told of by who plays it.
      measuring.cancel(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long numbers = (bytes + NOTES) / Integer.BYTES + 1;
    int inputs = stacker.stackedFrames() == 1 ? 0 : stacker.inputSize();
    return (int) Math.min(Integer.MAX_VALUE, numbers + inputs);
  }

  private static long copyBytes(Environment game, long shown) {
    game.reset(0);
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
        || !threads.isThreadAllocatedMemorySupported()
        || !threads.isThreadAllocatedMemoryEnabled()) {
      return shown;
    }
    return Math.max(measured(game, threads), measured(late(game), threads));
  }

  private static long measured(Environment state, ThreadMXBean threads) {
    long thread = Thread.currentThread().getId();
    Environment[] copies = new Environment[COPIES];
    copies[0] = state.copy(); // What the first one makes once does not count.
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < COPIES; i++) {
      copies[i] = state.copy();
    }
    return (threads.getThreadAllocatedBytes(thread) - before) / COPIES;
  }

  /** The state before the last move of a random game, or that after many moves. */
  private static Environment late(Environment game) {
    UniformRandomProvider random = RandomStream.create(0, "state size", 0);
    Environment last = game.copy();
    for (int i = 0; i < MOST_MOVES; i++) {
      int action = anyLegal(game, random);
      if (action < 0 || game.step(Action.of(action)).ended()) {
        return last;
      }
      last = game.copy();
    }
    return last;
  }

  /** The first legal action from a random one on; −1 where there is none. */
  private static int anyLegal(Environment state, UniformRandomProvider random) {
    int actions = state.spec().actionCount();
    int first = random.nextInt(actions);
    for (int i = 0; i < actions; i++) {
      int action = (first + i) % actions;
      if (state.isLegal(action)) {
        return action;
      }
    }
    return -1;
  }
}
