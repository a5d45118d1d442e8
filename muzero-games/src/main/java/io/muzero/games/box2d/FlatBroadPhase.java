package io.muzero.games.box2d;

import java.util.Arrays;
import org.jbox2d.callbacks.DebugDraw;
import org.jbox2d.callbacks.TreeCallback;
import org.jbox2d.callbacks.TreeRayCastCallback;
import org.jbox2d.collision.AABB;
import org.jbox2d.collision.RayCastInput;
import org.jbox2d.collision.broadphase.BroadPhaseStrategy;
import org.jbox2d.common.Settings;
import org.jbox2d.common.Vec2;

/**
 * Finds overlapping boxes by looking at all of them: as fast as a tree for the few hundred boxes of
 * a game's terrain, and simple to copy.
 *
 * <p>The boxes are Box2D's: fattened by .1 m, and by twice the displacement in its direction when
 * they move; a box stays as it is while it contains what moves in it. JBox2D sorts the pairs, so
 * that their order does not depend on how they were found, and the worlds are those of a tree with
 * the same boxes.
 */
final class FlatBroadPhase implements BroadPhaseStrategy {
  private AABB[] boxes = new AABB[16];
  private Object[] owners = new Object[16];
  private int count;
  private boolean silent;
  private final RayCastInput clipped = new RayCastInput();

  /** Whether queries find nothing. */
  void silence(boolean on) {
    silent = on;
  }

  /** Takes over the boxes of another one that has as many. */
  void takeBoxes(FlatBroadPhase other) {
    if (count != other.count) {
      throw new IllegalStateException(
          "a copied world must have as many boxes, has " + count + " instead of " + other.count);
    }
    for (int i = 0; i < count; i++) {
      boxes[i].set(other.boxes[i]);
    }
  }

  @Override
  public int createProxy(AABB aabb, Object userData) {
    if (count == boxes.length) {
      boxes = Arrays.copyOf(boxes, 2 * count);
      owners = Arrays.copyOf(owners, 2 * count);
    }
    AABB box = new AABB();
    fatten(box, aabb);
    boxes[count] = box;
    owners[count] = userData;
    return count++;
  }

  private static void fatten(AABB box, AABB aabb) {
    box.lowerBound.x = aabb.lowerBound.x - Settings.aabbExtension;
    box.lowerBound.y = aabb.lowerBound.y - Settings.aabbExtension;
    box.upperBound.x = aabb.upperBound.x + Settings.aabbExtension;
    box.upperBound.y = aabb.upperBound.y + Settings.aabbExtension;
  }

  @Override
  public void destroyProxy(int proxyId) {
    throw new UnsupportedOperationException("bodies stay to the end of their world");
  }

  @Override
  public boolean moveProxy(int proxyId, AABB aabb, Vec2 displacement) {
    AABB box = boxes[proxyId];
    if (box.lowerBound.x <= aabb.lowerBound.x
        && box.lowerBound.y <= aabb.lowerBound.y
        && aabb.upperBound.x <= box.upperBound.x
        && aabb.upperBound.y <= box.upperBound.y) {
      return false;
    }
    fatten(box, aabb);
    float aheadX = Settings.aabbMultiplier * displacement.x;
    float aheadY = Settings.aabbMultiplier * displacement.y;
    if (aheadX < 0) {
      box.lowerBound.x += aheadX;
    } else {
      box.upperBound.x += aheadX;
    }
    if (aheadY < 0) {
      box.lowerBound.y += aheadY;
    } else {
      box.upperBound.y += aheadY;
    }
    return true;
  }

  @Override
  public Object getUserData(int proxyId) {
    return owners[proxyId];
  }

  @Override
  public AABB getFatAABB(int proxyId) {
    return boxes[proxyId];
  }

  @Override
  public void query(TreeCallback callback, AABB aabb) {
    if (silent) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (AABB.testOverlap(boxes[i], aabb) && !callback.treeCallback(i)) {
        return;
      }
    }
  }

  /**
   * Shows each box that the segment may cross; a positive answer shortens the segment, 0 ends the
   * search.
   */
  @Override
  public void raycast(TreeRayCastCallback callback, RayCastInput input) {
    clipped.p1.set(input.p1);
    clipped.p2.set(input.p2);
    clipped.maxFraction = input.maxFraction;
    for (int i = 0; i < count; i++) {
      if (!mayCross(boxes[i])) {
        continue;
      }
      float fraction = callback.raycastCallback(clipped, i);
      if (fraction == 0) {
        return;
      }
      if (fraction > 0) {
        clipped.maxFraction = fraction;
      }
    }
  }

  /** Whether the box of the shortened segment overlaps this one. */
  private boolean mayCross(AABB box) {
    float endX = clipped.p1.x + clipped.maxFraction * (clipped.p2.x - clipped.p1.x);
    float endY = clipped.p1.y + clipped.maxFraction * (clipped.p2.y - clipped.p1.y);
    return Math.max(clipped.p1.x, endX) >= box.lowerBound.x
        && Math.min(clipped.p1.x, endX) <= box.upperBound.x
        && Math.max(clipped.p1.y, endY) >= box.lowerBound.y
        && Math.min(clipped.p1.y, endY) <= box.upperBound.y;
  }

  @Override
  public int computeHeight() {
    return 0;
  }

  @Override
  public int getHeight() {
    return 0;
  }

  @Override
  public int getMaxBalance() {
    return 0;
  }

  @Override
  public float getAreaRatio() {
    return 1;
  }

  @Override
  public int getInsertionCount() {
    return count;
  }

  @Override
  public void drawTree(DebugDraw draw) {}
}
