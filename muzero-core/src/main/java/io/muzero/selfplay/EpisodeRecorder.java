package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps what is played in an evaluation of a game for one, so that an episode can be shown again.
 * Used by one thread.
 */
public final class EpisodeRecorder implements Evaluation.Spectator {
  private final long seed;

  /** By their numbers; those that have not ended too. */
  private final Map<Integer, Played> episodes = new TreeMap<>();

  private static final class Played {
    final List<String> moves = new ArrayList<>();
    double sum;
  }

  /**
   * An episode that a game plays again from its seed.
   *
   * @param seed what {@link Environment#reset} was given
   * @param moves names of its actions, as {@link Environment#actionName} gives them
   * @param sum its return: the sum of its rewards
   */
  public record Recorded(long seed, List<String> moves, double sum) {
    /** Copies the list. */
    public Recorded {
      moves = List.copyOf(moves);
    }
  }

  /**
   * Sees nothing yet.
   *
   * @param seed of the evaluation
   */
  public EpisodeRecorder(long seed) {
    this.seed = seed;
  }

  @Override
  public void saw(int number, Environment state, int action, Step step) {
    Played played = episodes.computeIfAbsent(number, any -> new Played());
    if (action >= 0) {
      played.moves.add(state.actionName(action));
      played.sum += step.reward();
    }
  }

  /** The episode of the median return, the lower of two; empty when none was seen. */
  public Optional<Recorded> median() {
    List<Map.Entry<Integer, Played>> byReturn = new ArrayList<>(episodes.entrySet());
    byReturn.sort(Comparator.comparingDouble(entry -> entry.getValue().sum));
    if (byReturn.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<Integer, Played> median = byReturn.get((byReturn.size() - 1) / 2);
    Played played = median.getValue();
    return Optional.of(
        new Recorded(Evaluation.episodeSeed(seed, median.getKey()), played.moves, played.sum));
  }
}
