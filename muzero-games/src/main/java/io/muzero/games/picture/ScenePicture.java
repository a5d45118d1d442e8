package io.muzero.games.picture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Kind {@code scene}: {@code view} (left, bottom, right, top in world units, y upwards) and {@code
 * shapes}, drawn in order. A shape has {@code points} (x, y, x, y, …) and {@code closed}, or {@code
 * centre} and {@code radius}; and {@code fill} or {@code line} (a colour {@code #rrggbb}) with
 * {@code width} in world units.
 *
 * <p>Built by one thread, used once.
 */
public final class ScenePicture {
  private final ObjectNode picture = JsonNodeFactory.instance.objectNode();
  private final ArrayNode shapes;

  /** A scene that shows this part of the world. */
  public ScenePicture(double left, double bottom, double right, double top) {
    picture.put("kind", "scene");
    picture.putArray("view").add(left).add(bottom).add(right).add(top);
    shapes = picture.putArray("shapes");
  }

  /** A filled polygon with corners x, y, x, y, …. */
  public ScenePicture polygon(String colour, double... points) {
    shape(points).put("closed", true).put("fill", colour);
    return this;
  }

  /** An open line through the points x, y, x, y, …. */
  public ScenePicture line(String colour, double width, double... points) {
    shape(points).put("closed", false).put("line", colour).put("width", width);
    return this;
  }

  /** A filled circle. */
  public ScenePicture circle(String colour, double x, double y, double radius) {
    ObjectNode shape = shapes.addObject();
    shape.putArray("centre").add(rounded(x)).add(rounded(y));
    shape.put("radius", rounded(radius)).put("fill", colour);
    return this;
  }

  /** A filled rectangle, given by centre, half extents and angle in radians. */
  public ScenePicture box(
      String colour, double x, double y, double halfWidth, double halfHeight, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double[] points = new double[8];
    for (int corner = 0; corner < 4; corner++) {
      double dx = corner == 0 || corner == 3 ? -halfWidth : halfWidth;
      double dy = corner < 2 ? -halfHeight : halfHeight;
      points[2 * corner] = x + dx * cos - dy * sin;
      points[2 * corner + 1] = y + dx * sin + dy * cos;
    }
    return polygon(colour, points);
  }

  private ObjectNode shape(double... points) {
    ObjectNode shape = shapes.addObject();
    ArrayNode array = shape.putArray("points");
    for (double coordinate : points) {
      array.add(rounded(coordinate));
    }
    return shape;
  }

  /** Four decimals are finer than any screen shows. */
  private static double rounded(double coordinate) {
    return Math.rint(coordinate * 1e4) / 1e4;
  }

  /** A note to be shown beside the scene, for example a velocity. */
  public ScenePicture note(String name, double value) {
    picture.withObject("/notes").put(name, rounded(value));
    return this;
  }

  /** The picture as JSON. */
  public String json() {
    return picture.toString();
  }
}
