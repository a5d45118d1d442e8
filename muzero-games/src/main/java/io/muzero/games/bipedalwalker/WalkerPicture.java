package io.muzero.games.bipedalwalker;

import io.muzero.games.box2d.BodyOutline;
import io.muzero.games.picture.ScenePicture;
import io.muzero.games.picture.TextCanvas;
import java.util.Locale;
import org.jbox2d.common.Vec2;

/** Draws a walk: the ground about the hull, hull, legs and rays. */
final class WalkerPicture {
  private static final String HULL = "#7f66e6";
  private static final String FIRST_LEG = "#b28082";
  private static final String SECOND_LEG = "#804d4f";
  private static final String GRASS = "#66b24c";
  private static final String GOAL = "#e63300";

  /** How far the picture's left edge is behind the hull. */
  private static final double BEHIND = WalkingSite.VIEW_WIDTH / 5;

  private WalkerPicture() {}

  static String json(BipedalWalker walker) {
    WalkingSite site = walker.site();
    Vec2 hull = site.hull().getPosition();
    double left = hull.x - BEHIND;
    double right = left + WalkingSite.VIEW_WIDTH;
    ScenePicture picture = new ScenePicture(left, 0, right, WalkingSite.VIEW_HEIGHT);
    picture.polygon(GRASS, ground(site, left, right));
    int goal = WalkingSite.TERRAIN_LENGTH - WalkingSite.GRASS;
    double goalX = site.terrainX(goal);
    double goalY = site.terrainY(goal);
    picture.line(GOAL, 0.1, goalX, goalY, goalX, goalY + 1.7);
    for (int part = 2; part < 4; part++) {
      picture.polygon(SECOND_LEG, BodyOutline.of(site.legPart(part)));
    }
    picture.polygon(HULL, BodyOutline.of(site.hull()));
    for (int part = 0; part < 2; part++) {
      picture.polygon(FIRST_LEG, BodyOutline.of(site.legPart(part)));
    }
    double[] state = walker.gymnasiumObservation();
    return picture
        .note("x", hull.x)
        .note("velocity x", state[2])
        .note("angle", state[0])
        .note("foot 1", state[8])
        .note("foot 2", state[13])
        .json();
  }

  /** The corners of the ground between two places and a little beyond, down to height 0. */
  private static double[] ground(WalkingSite site, double left, double right) {
    int first = Math.max(0, (int) Math.floor(left / WalkingSite.TERRAIN_STEP));
    int last =
        Math.min(WalkingSite.TERRAIN_LENGTH - 1, (int) Math.ceil(right / WalkingSite.TERRAIN_STEP));
    int points = last - first + 1;
    double[] corners = new double[2 * points + 4];
    for (int i = 0; i < points; i++) {
      corners[2 * i] = site.terrainX(first + i);
      corners[2 * i + 1] = site.terrainY(first + i);
    }
    corners[2 * points] = site.terrainX(last);
    corners[2 * points + 2] = site.terrainX(first);
    return corners;
  }

  static String text(BipedalWalker walker) {
    WalkingSite site = walker.site();
    Vec2 hull = site.hull().getPosition();
    double left = hull.x - BEHIND;
    TextCanvas canvas =
        new TextCanvas(left, hull.y - 4, left + WalkingSite.VIEW_WIDTH, hull.y + 2, 60, 9);
    for (int i = 1; i < WalkingSite.TERRAIN_LENGTH; i++) {
      canvas.line(
          '#', site.terrainX(i - 1), site.terrainY(i - 1), site.terrainX(i), site.terrainY(i));
    }
    for (int part = 3; part >= 0; part--) {
      double[] corners = BodyOutline.of(site.legPart(part));
      // From the middle of the lower to the middle of the upper edge of the box.
      canvas.line(
          part < 2 ? '1' : '2',
          (corners[0] + corners[2]) / 2,
          (corners[1] + corners[3]) / 2,
          (corners[4] + corners[6]) / 2,
          (corners[5] + corners[7]) / 2);
    }
    double[] corners = BodyOutline.of(site.hull());
    for (int i = 0; i < corners.length; i += 2) {
      int next = (i + 2) % corners.length;
      canvas.line('O', corners[i], corners[i + 1], corners[next], corners[next + 1]);
    }
    double[] state = walker.gymnasiumObservation();
    return canvas.text()
        + "\n"
        + String.format(
            Locale.ROOT,
            "x %.2f m  velocity %+.3f %+.3f  angle %+.1f°  feet %s%s",
            hull.x,
            state[2],
            state[3],
            Math.toDegrees(state[0]),
            state[8] > 0 ? "1" : "-",
            state[13] > 0 ? "2" : "-");
  }
}
