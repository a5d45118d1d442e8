package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import java.util.List;

/**
 * What a search takes of episodes' states: network inputs and legal actions, of each state as it is
 * or in all its symmetric images. Allocated once; used by one thread.
 */
public final class SearchInput {
  private final ObservationStacker stacker;
  private final float[] observations;
  private final boolean[] legal;

  /**
   * Room for inputs.
   *
   * @param stacker composes them
   * @param rows most states, or images of them
   */
  public SearchInput(ObservationStacker stacker, int rows) {
    this.stacker = stacker;
    observations = new float[Math.multiplyExact(rows, stacker.inputSize())];
    legal = new boolean[Math.multiplyExact(rows, stacker.actionCount())];
  }

  /**
   * Writes the first images of each state: image t of state i to row i·{@code images} + t.
   *
   * @param images how many of each, at most the game's symmetries; image 0 is the state as it is
   */
  public void write(List<Episode> episodes, int images) {
    int actionCount = stacker.actionCount();
    int row = 0;
    for (Episode episode : episodes) {
      Environment environment = episode.environment();
      ObservationHistory history = history(stacker, episode);
      for (int t = 0; t < images; t++, row++) {
        history.write(observations, row * stacker.inputSize(), t);
        int[] actions = stacker.transformedActions(t);
        for (int a = 0; a < actionCount; a++) {
          legal[row * actionCount + actions[a]] = environment.isLegal(a);
        }
      }
    }
  }

  /** What a network sees of an episode's state: its newest frames and what led to them. */
  public static ObservationHistory history(ObservationStacker stacker, Episode episode) {
    int moves = episode.moves().size();
    int frames = stacker.stackedFrames();
    // One frame more than is seen: nothing would be known to have led to the first.
    int most = frames == 1 ? 0 : frames;
    int first = Math.min(most, moves);
    episode.keep(most + 1);
    ObservationHistory history = stacker.newHistory();
    history.start(episode.observation(first), 0);
    for (int back = first - 1; back >= 0; back--) {
      int action = episode.moves().get(moves - 1 - back).action();
      history.add(action, episode.observation(back), 0);
    }
    return history;
  }

  /** The inputs [rows, O]; not to be changed. */
  public float[] observations() {
    return observations;
  }

  /** Whether an action is legal [rows, A]; not to be changed. */
  public boolean[] legal() {
    return legal;
  }
}
