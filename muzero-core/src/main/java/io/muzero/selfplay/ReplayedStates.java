package io.muzero.selfplay;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The states of recorded episodes, played again by the rules: a search by the rules needs them, a
 * recording holds only what the network saw. Used by one thread.
 */
final class ReplayedStates {
  private final Supplier<Environment> game;
  private final ObservationStacker stacker;
  private final GameWatch watch;
  private final float[] recorded;
  private final float[] played;
  private final float[] frame;

  /** {@code watch}: told when the thread is inside the game. */
  ReplayedStates(Supplier<Environment> game, ObservationStacker stacker, GameWatch watch) {
    this.game = game;
    this.stacker = stacker;
    this.watch = watch;
    recorded = new float[stacker.inputSize()];
    played = new float[stacker.inputSize()];
    frame = new float[stacker.frameSize()];
  }

  /**
   * The states that were searched, in order.
   *
   * @throws IllegalStateException when the recording does not begin where an episode begins, or
   *     goes otherwise than the rules
   */
  List<Environment> of(Trajectory trajectory) {
    try {
      return playAgain(trajectory);
    } finally {
      watch.leave();
    }
  }

  private List<Environment> playAgain(Trajectory trajectory) {
    watch.enter();
    List<Environment> states = new ArrayList<>();
    Environment environment = game.get();
    environment.reset(0);
    environment.observe(frame, 0);
    ObservationHistory history = stacker.newHistory();
    history.start(frame, 0);
    for (int position = 0; position < trajectory.searchedPositions(); position++) {
      stacker.write(trajectory, position, recorded, 0);
      history.write(played, 0);
      if (!Arrays.equals(recorded, played)) {
        throw new IllegalStateException(
            "a recorded episode cannot be played again by the rules, which a search of it by the"
                + " rules needs (position "
                + position
                + " differs: its start may be random, or it is a segment of a longer episode): set"
                + " reanalyse.share=0");
      }
      watch.enter(); // the game has come back
      states.add(environment.copy());
      if (position < trajectory.length()) {
        environment.step(Action.of(trajectory.action(position)));
        environment.observe(frame, 0);
        history.add(trajectory.action(position), frame, 0);
      }
    }
    return states;
  }
}
