package io.muzero.games.lunarlander;

import io.muzero.games.box2d.BodyOutline;
import io.muzero.games.picture.ScenePicture;
import io.muzero.games.picture.TextCanvas;
import java.util.Locale;
import org.jbox2d.common.Transform;
import org.jbox2d.common.Vec2;

/** Draws a landing: hills, pad, hull, legs and flames. */
final class LanderPicture {
  private static final String HULL = "#8066e6";
  private static final String LEG = "#5040a0";
  private static final String LEG_TOUCHING = "#40a050";
  private static final String GROUND = "#909090";
  private static final String FLAG = "#cccc00";
  private static final String FLAME = "#ff8020";

  private LanderPicture() {}

  /** A point of the hull given in its own coordinates. */
  private static Vec2 onHull(LunarLander lander, double x, double y) {
    return Transform.mul(lander.site().hull().getTransform(), new Vec2((float) x, (float) y));
  }

  static String json(LunarLander lander) {
    LandingSite site = lander.site();
    ScenePicture picture = new ScenePicture(0, 0, LandingSite.WIDTH, LandingSite.HEIGHT * 1.1);
    double[] ground = new double[2 * site.terrainPoints() + 4];
    for (int i = 0; i < site.terrainPoints(); i++) {
      ground[2 * i] = site.terrainX(i);
      ground[2 * i + 1] = site.terrainY(i);
    }
    // Down the right edge and back along the bottom.
    ground[ground.length - 4] = LandingSite.WIDTH;
    picture.polygon(GROUND, ground);
    for (double x : new double[] {site.padLeft(), site.padRight()}) {
      double foot = LandingSite.PAD_HEIGHT;
      picture.line("#404040", 0.06, x, foot, x, foot + 1.6);
      picture.polygon(FLAG, x, foot + 1.6, x, foot + 1.2, x + 0.8, foot + 1.4);
    }
    drawFlames(lander, picture);
    for (int leg = 0; leg < 2; leg++) {
      picture.polygon(site.legTouches(leg) ? LEG_TOUCHING : LEG, BodyOutline.of(site.leg(leg)));
    }
    picture.polygon(HULL, BodyOutline.of(site.hull()));
    double[] state = lander.gymnasiumObservation();
    return picture
        .note("x", state[0])
        .note("y", state[1])
        .note("velocity x", state[2])
        .note("velocity y", state[3])
        .note("angle", state[4])
        .note("angular velocity", state[5])
        .json();
  }

  private static void drawFlames(LunarLander lander, ScenePicture picture) {
    LunarLander.Engines engines = lander.engines();
    if (engines.main() > 0) {
      flame(picture, lander, -0.2, -0.35, 0.2, -0.35, 0, -0.35 - 1.1 * engines.main());
    }
    if (engines.side() > 0) {
      // The flame leaves the side away from which the engine pushes.
      double side = -engines.direction();
      double root = 0.5 * side;
      flame(picture, lander, root, 0.6, root, 0.35, root + 0.7 * side * engines.side(), 0.47);
    }
  }

  private static void flame(ScenePicture picture, LunarLander lander, double... points) {
    double[] corners = new double[points.length];
    for (int i = 0; i < points.length; i += 2) {
      Vec2 corner = onHull(lander, points[i], points[i + 1]);
      corners[i] = corner.x;
      corners[i + 1] = corner.y;
    }
    picture.polygon(FLAME, corners);
  }

  static String text(LunarLander lander) {
    LandingSite site = lander.site();
    TextCanvas canvas = new TextCanvas(0, 0, LandingSite.WIDTH, LandingSite.HEIGHT + 2, 60, 23);
    for (int i = 1; i < site.terrainPoints(); i++) {
      boolean pad = site.terrainX(i) > site.padLeft() && site.terrainX(i) <= site.padRight();
      canvas.line(
          pad ? '=' : '#',
          site.terrainX(i - 1),
          site.terrainY(i - 1),
          site.terrainX(i),
          site.terrainY(i));
    }
    LunarLander.Engines engines = lander.engines();
    if (engines.main() > 0) {
      Vec2 flame = onHull(lander, 0, -0.9);
      canvas.point('*', flame.x, flame.y);
    }
    if (engines.side() > 0) {
      Vec2 flame = onHull(lander, -engines.direction() * 0.9, 0.47);
      canvas.point('*', flame.x, flame.y);
    }
    for (int leg = 0; leg < 2; leg++) {
      Vec2 foot = site.leg(leg).getPosition();
      canvas.point(site.legTouches(leg) ? '!' : ':', foot.x, foot.y);
    }
    drawOutline(canvas, BodyOutline.of(site.hull()));
    double[] state = lander.gymnasiumObservation();
    return canvas.text()
        + "\n"
        + String.format(
                Locale.ROOT,
                "x %+.3f  y %+.3f  velocity %+.3f %+.3f  angle %+.1f°  turning %+.3f  legs %s%s",
                state[0],
                state[1],
                state[2],
                state[3],
                Math.toDegrees(state[4]),
                state[5],
                site.legTouches(1) ? "left " : "",
                site.legTouches(0) ? "right" : site.legTouches(1) ? "" : "up")
            .stripTrailing();
  }

  private static void drawOutline(TextCanvas canvas, double[] corners) {
    for (int i = 0; i < corners.length; i += 2) {
      int next = (i + 2) % corners.length;
      canvas.line('O', corners[i], corners[i + 1], corners[next], corners[next + 1]);
    }
  }
}
