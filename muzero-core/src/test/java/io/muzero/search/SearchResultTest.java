package io.muzero.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Searches of one position in several images, merged. */
class SearchResultTest {
  private static final int ACTIONS = 3;

  /** As many images in which actions keep their numbers. */
  private static int[][] images(int count) {
    int[][] images = new int[count][];
    Arrays.setAll(images, t -> new int[] {0, 1, 2});
    return images;
  }

  /** PUCT's result for these visits of each image. */
  private static SearchResult visited(int[]... visits) {
    SearchResult result = new SearchResult(visits.length, ACTIONS, true);
    result.batch = visits.length;
    for (int t = 0; t < visits.length; t++) {
      int most = 0;
      int sum = visits[t][0] + visits[t][1] + visits[t][2];
      for (int a = 0; a < ACTIONS; a++) {
        result.visitCounts[t * ACTIONS + a] = visits[t][a];
        result.policy[t * ACTIONS + a] = (float) visits[t][a] / sum;
        most = visits[t][a] > visits[t][most] ? a : most;
      }
      result.action[t] = most;
    }
    return result;
  }

  @Test
  void mergeImages_ofPuct_addsVisitsAndDecidesByThem() {
    int[][] visits = new int[8][];
    Arrays.fill(visits, new int[] {30, 2, 0});
    visits[0] = new int[] {0, 32, 0};
    SearchResult result = visited(visits);
    result.mergeImages(images(8));
    assertThat(result.batch).isEqualTo(1);
    assertThat(result.visitCounts).startsWith(210, 46, 0);
    assertThat((double) result.policy[0]).isCloseTo(210.0 / 256, within(1e-6));
    assertThat((double) result.policy[1]).isCloseTo(46.0 / 256, within(1e-6));
    assertThat(result.policy[2]).isZero();
    assertThat(result.action[0]).isZero();
  }

  @Test
  void mergeImages_ofPuctWithEqualVisits_takesTheGreaterValue() {
    SearchResult result = visited(new int[] {20, 12, 0}, new int[] {10, 18, 4});
    result.qValues[0] = 0.1f;
    result.qValues[1] = 0.9f;
    result.qValues[3] = 0.1f;
    result.qValues[4] = 0.3f;
    result.mergeImages(images(2));
    assertThat(result.visitCounts).startsWith(30, 30, 4);
    assertThat(result.action[0]).isEqualTo(1);
  }

  @Test
  void mergeImages_ofGumbel_takesTheMeanOfTheLogits() {
    SearchResult result = new SearchResult(2, ACTIONS, false);
    result.batch = 2;
    float[] policies = {0.8f, 0.2f, 0, 0.4f, 0.6f, 0};
    System.arraycopy(policies, 0, result.policy, 0, policies.length);
    result.action[1] = 1;
    result.mergeImages(images(2));
    double one = Math.sqrt(0.8 * 0.4);
    double other = Math.sqrt(0.2 * 0.6);
    assertThat((double) result.policy[0]).isCloseTo(one / (one + other), within(1e-6));
    assertThat((double) result.policy[1]).isCloseTo(other / (one + other), within(1e-6));
    assertThat(result.policy[2]).isZero();
    assertThat(result.action[0]).isZero();
  }
}
