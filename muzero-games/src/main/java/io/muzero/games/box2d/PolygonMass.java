package io.muzero.games.box2d;

import org.jbox2d.collision.shapes.MassData;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.Fixture;

/**
 * Mass, centre and moment of inertia of bodies made of polygons.
 *
 * <p>A polygon is cut into triangles around the mean m of its corners. A triangle with the sides a
 * and b from m has the area A = (a × b)/2, its centre at (a + b)/3 from m, and about m the moment
 * A(a·a + a·b + b·b)/6. Steiner's theorem leads from m to the centre of mass (minus M|c − m|²) and
 * on to the body's origin (plus M|c|²). JBox2D leaves out the first of these two. In single
 * precision, as Box2D, so that the numbers come out the same.
 */
final class PolygonMass {
  private static final float THIRD = 1f / 3f;

  private PolygonMass() {}

  /** The sum over a body's fixtures, about the body's origin. */
  static MassData of(Body body) {
    float mass = 0;
    float inertia = 0;
    Vec2 moment = new Vec2();
    for (Fixture f = body.getFixtureList(); f != null; f = f.getNext()) {
      MassData part = of((PolygonShape) f.getShape(), f.getDensity());
      mass += part.mass;
      moment.x += part.mass * part.center.x;
      moment.y += part.mass * part.center.y;
      inertia += part.I;
    }
    MassData sum = new MassData();
    sum.mass = mass;
    sum.center.set(moment.x * (1f / mass), moment.y * (1f / mass));
    sum.I = inertia;
    return sum;
  }

  /**
   * One polygon of uniform density.
   *
   * @param density mass of a unit of area
   * @return the moment of inertia is about the origin
   */
  static MassData of(PolygonShape polygon, float density) {
    Vec2[] corners = polygon.m_vertices;
    int count = polygon.m_count;
    float meanX = 0;
    float meanY = 0;
    for (int i = 0; i < count; i++) {
      meanX += corners[i].x;
      meanY += corners[i].y;
    }
    meanX *= 1f / count;
    meanY *= 1f / count;
    float area = 0;
    float centerX = 0;
    float centerY = 0;
    float inertia = 0;
    for (int i = 0; i < count; i++) {
      Vec2 next = corners[(i + 1) % count];
      float aX = corners[i].x - meanX;
      float aY = corners[i].y - meanY;
      float bX = next.x - meanX;
      float bY = next.y - meanY;
      float cross = aX * bY - aY * bX;
      float triangle = 0.5f * cross;
      area += triangle;
      centerX += triangle * THIRD * (aX + bX);
      centerY += triangle * THIRD * (aY + bY);
      float squareX = aX * aX + bX * aX + bX * bX;
      float squareY = aY * aY + bY * aY + bY * bY;
      inertia += (0.25f * THIRD * cross) * (squareX + squareY);
    }
    centerX *= 1f / area;
    centerY *= 1f / area;
    MassData data = new MassData();
    data.mass = density * area;
    data.center.set(centerX + meanX, centerY + meanY);
    float aboutMean = density * inertia;
    data.I =
        aboutMean
            + data.mass
                * (Vec2.dot(data.center, data.center) - (centerX * centerX + centerY * centerY));
    return data;
  }
}
