package io.muzero.games.box2d;

import org.jbox2d.collision.Manifold;
import org.jbox2d.common.Transform;
import org.jbox2d.dynamics.Fixture;
import org.jbox2d.dynamics.contacts.EdgeAndPolygonContact;
import org.jbox2d.pooling.IWorldPool;

/**
 * The contact of an edge with a polygon, corrected in two ways.
 *
 * <p>It is enabled from the start, as in Box2D: JBox2D's contact is made without the flag, so that
 * a body that meets an edge fast enough to need continuous collision sinks in for one step.
 *
 * <p>{@link #evaluate} runs in one thread at a time, over all worlds: below it JBox2D computes a
 * relative transform through the static vector {@code Transform.pool}, which another world's thread
 * would overwrite.
 */
final class EdgePolygonContact extends EdgeAndPolygonContact {
  private static final Object STATIC_TEMPORARIES = new Object();

  EdgePolygonContact(IWorldPool pool) {
    super(pool);
  }

  @Override
  public void init(Fixture edge, int edgeIndex, Fixture polygon, int polygonIndex) {
    super.init(edge, edgeIndex, polygon, polygonIndex);
    setEnabled(true);
  }

  @Override
  public void evaluate(Manifold manifold, Transform edge, Transform polygon) {
    synchronized (STATIC_TEMPORARIES) {
      super.evaluate(manifold, edge, polygon);
    }
  }
}
