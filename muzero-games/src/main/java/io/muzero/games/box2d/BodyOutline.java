package io.muzero.games.box2d;

import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Transform;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;

/** Where the corners of a body are, for pictures. */
public final class BodyOutline {
  private BodyOutline() {}

  /** The corners x, y, x, y, … in the world of a body made of one polygon. */
  public static double[] of(Body body) {
    PolygonShape shape = (PolygonShape) body.getFixtureList().getShape();
    double[] corners = new double[2 * shape.m_count];
    for (int i = 0; i < shape.m_count; i++) {
      Vec2 corner = Transform.mul(body.getTransform(), shape.m_vertices[i]);
      corners[2 * i] = corner.x;
      corners[2 * i + 1] = corner.y;
    }
    return corners;
  }
}
