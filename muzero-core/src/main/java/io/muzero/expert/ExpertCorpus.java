package io.muzero.expert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Recorded games divided into those that are learned from and those that are only measured with. Of
 * games with the same moves the first stays, so that none is on both sides.
 *
 * @param training to learn from
 * @param heldOut to measure with
 * @param duplicates games that another of the same moves came before
 */
public record ExpertCorpus(List<GameRecord> training, List<GameRecord> heldOut, int duplicates) {
  /** The lists are copied. */
  public ExpertCorpus {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Divides games.
   *
   * @param share of the games that is held out, at least one where it is above 0 and there are two
   * @param random draws which; the same games and numbers give the same parts
   */
  public static ExpertCorpus of(
      List<GameRecord> games, double share, UniformRandomProvider random) {
    Map<List<Integer>, GameRecord> distinct = new LinkedHashMap<>();
    games.forEach(game -> distinct.putIfAbsent(game.moves(), game));
    List<GameRecord> shuffled = new ArrayList<>(distinct.values());
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      GameRecord one = shuffled.get(i);
      shuffled.set(i, shuffled.get(other));
      shuffled.set(other, one);
    }
    int count = shuffled.size();
    int held =
        share == 0 || count < 2
            ? 0
            : (int) Math.min(count - 1, Math.max(1, Math.round(share * count)));
    return new ExpertCorpus(
        shuffled.subList(held, count), shuffled.subList(0, held), games.size() - count);
  }
}
