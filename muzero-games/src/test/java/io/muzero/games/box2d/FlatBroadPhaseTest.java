package io.muzero.games.box2d;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.games.random.Pcg64;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jbox2d.collision.AABB;
import org.jbox2d.collision.RayCastInput;
import org.jbox2d.collision.broadphase.BroadPhase;
import org.jbox2d.collision.broadphase.BroadPhaseStrategy;
import org.jbox2d.collision.broadphase.DynamicTree;
import org.jbox2d.common.Vec2;
import org.junit.jupiter.api.Test;

class FlatBroadPhaseTest {

  private static AABB box(double x, double y, double width, double height) {
    return new AABB(
        new Vec2((float) x, (float) y), new Vec2((float) (x + width), (float) (y + height)));
  }

  private static AABB randomBox(Pcg64 random) {
    return box(
        random.uniform(0, 20),
        random.uniform(0, 20),
        random.uniform(0.1, 2),
        random.uniform(0.1, 2));
  }

  /** JBox2D's own tree is the naive twin here: it was given the same boxes. */
  @Test
  void pairs_ofManyBoxes_areTheTreesPairsInTheTreesOrder() {
    for (long seed = 0; seed < 20; seed++) {
      List<List<String>> found = new ArrayList<>();
      for (BroadPhaseStrategy strategy : List.of(new FlatBroadPhase(), new DynamicTree())) {
        Pcg64 random = new Pcg64(seed);
        BroadPhase broadPhase = new BroadPhase(strategy);
        for (int i = 0; i < 60; i++) {
          broadPhase.createProxy(randomBox(random), i);
        }
        List<String> pairs = new ArrayList<>();
        broadPhase.updatePairs((a, b) -> pairs.add(a + " " + b));
        found.add(pairs);
      }
      assertThat(found.get(0)).as("seed %d", seed).isNotEmpty().isEqualTo(found.get(1));
    }
  }

  @Test
  void raycast_neverShortened_showsAllBoxesThatTheSegmentCrosses() {
    for (long seed = 0; seed < 50; seed++) {
      Pcg64 random = new Pcg64(seed);
      FlatBroadPhase flat = new FlatBroadPhase();
      DynamicTree tree = new DynamicTree();
      for (int i = 0; i < 60; i++) {
        AABB box = randomBox(random);
        flat.createProxy(box, i);
        tree.createProxy(box, i);
      }
      RayCastInput input = new RayCastInput();
      input.p1.set((float) random.uniform(0, 20), (float) random.uniform(0, 20));
      input.p2.set((float) random.uniform(0, 20), (float) random.uniform(0, 20));
      input.maxFraction = 1;
      TreeSet<Object> byFlat = new TreeSet<>();
      TreeSet<Object> byTree = new TreeSet<>();
      flat.raycast((segment, id) -> add(byFlat, flat.getUserData(id)), input);
      tree.raycast((segment, id) -> add(byTree, tree.getUserData(id)), input);
      // The tree looks more closely at slanted segments; both may show boxes that are not hit.
      assertThat(byFlat).as("seed %d", seed).containsAll(byTree);
    }
  }

  private static float add(TreeSet<Object> found, Object owner) {
    found.add(owner);
    return -1;
  }

  @Test
  void raycast_shortened_leavesOutWhatLiesBeyond() {
    FlatBroadPhase flat = new FlatBroadPhase();
    flat.createProxy(box(1, -1, 1, 2), "near");
    flat.createProxy(box(8, -1, 1, 2), "far");
    RayCastInput input = new RayCastInput();
    input.p1.set(0, 0);
    input.p2.set(10, 0);
    input.maxFraction = 1;
    List<Object> shown = new ArrayList<>();
    flat.raycast(
        (segment, id) -> {
          shown.add(flat.getUserData(id));
          return 0.1f;
        },
        input);
    assertThat(shown).containsExactly("near");
  }

  @Test
  void moveProxy_withinTheFatBox_changesNothing() {
    FlatBroadPhase flat = new FlatBroadPhase();
    int id = flat.createProxy(box(0, 0, 1, 1), "it");
    assertThat(flat.moveProxy(id, box(0.09, -0.09, 1, 1), new Vec2(0.09f, -0.09f))).isFalse();
    assertThat(flat.getFatAABB(id).lowerBound).isEqualTo(new Vec2(-0.1f, -0.1f));
    assertThat(flat.getFatAABB(id).upperBound).isEqualTo(new Vec2(1.1f, 1.1f));
  }

  @Test
  void moveProxy_outOfTheFatBox_isFattenedAheadOfTheMotion() {
    FlatBroadPhase flat = new FlatBroadPhase();
    int id = flat.createProxy(box(0, 0, 1, 1), "it");
    assertThat(flat.moveProxy(id, box(0.5, 0, 1, 1), new Vec2(0.5f, -0.25f))).isTrue();
    assertThat(flat.getFatAABB(id).lowerBound).isEqualTo(new Vec2(0.4f, -0.6f));
    assertThat(flat.getFatAABB(id).upperBound).isEqualTo(new Vec2(2.6f, 1.1f));
  }
}
