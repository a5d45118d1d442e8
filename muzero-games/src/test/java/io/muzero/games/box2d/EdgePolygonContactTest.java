package io.muzero.games.box2d;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jbox2d.collision.Manifold;
import org.jbox2d.collision.shapes.EdgeShape;
import org.jbox2d.collision.shapes.Shape;
import org.jbox2d.common.Transform;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Fixture;
import org.junit.jupiter.api.Test;

class EdgePolygonContactTest {

  /** A fixture whose shape is looked at when a collision is about to be computed. */
  private static final class WatchedFixture extends Fixture {
    private final Runnable watcher;

    WatchedFixture(Shape shape, Runnable watcher) {
      m_shape = shape;
      this.watcher = watcher;
    }

    @Override
    public Shape getShape() {
      watcher.run();
      return super.getShape();
    }
  }

  private static EdgePolygonContact contact(Runnable watcher) {
    EdgeShape edge = new EdgeShape();
    edge.set(new Vec2(-1, 0), new Vec2(1, 0));
    EdgePolygonContact contact = new EdgePolygonContact(new ContactPool());
    contact.init(
        new WatchedFixture(edge, watcher),
        0,
        new WatchedFixture(
            PhysicsWorld.polygon(-0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5), () -> {}),
        0);
    return contact;
  }

  private static Transform at(double y) {
    Transform transform = new Transform();
    transform.set(new Vec2(0, (float) y), 0);
    return transform;
  }

  private static int pointsOf(EdgePolygonContact contact) {
    Manifold manifold = new Manifold();
    contact.evaluate(manifold, at(0), at(0.49));
    return manifold.pointCount;
  }

  @Test
  void init_newContact_isEnabled() {
    assertThat(contact(() -> {}).isEnabled()).isTrue();
  }

  /** Two contacts of different worlds: the second waits while the first is being computed. */
  @Test
  void evaluate_whileAnotherWorldsContactIsEvaluated_waits() throws Exception {
    AtomicInteger within = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(2);
    Runnable watcher =
        () -> {
          most.accumulateAndGet(within.incrementAndGet(), Math::max);
          // Long enough for the other one to come in, which it must not.
          LockSupport.parkNanos(100_000_000);
          within.decrementAndGet();
        };
    Callable<Integer> evaluation =
        () -> {
          EdgePolygonContact contact = contact(watcher);
          start.await();
          return pointsOf(contact);
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> one = threads.submit(evaluation);
      Future<Integer> other = threads.submit(evaluation);
      assertThat(one.get()).isEqualTo(2);
      assertThat(other.get()).isEqualTo(2);
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).hasValue(1);
  }
}
