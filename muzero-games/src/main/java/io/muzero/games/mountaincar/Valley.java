package io.muzero.games.mountaincar;

import io.muzero.games.picture.ScenePicture;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the valley of the mountain cars looks: height .45 sin 3x + .55 over x within [−1.2, .6]. */
public final class Valley {
  private static final double LEFT = -1.2;
  private static final double RIGHT = 0.6;
  private static final int COLUMNS = 55;
  private static final int ROWS = 8;
  private static final int POINTS = 36;

  private Valley() {}

  private static double height(double x) {
    return 0.45 * Math.sin(3 * x) + 0.55;
  }

  private static int column(double x) {
    long column = Math.round((x - LEFT) / (RIGHT - LEFT) * (COLUMNS - 1));
    return (int) Math.max(0, Math.min(COLUMNS - 1, column));
  }

  private static int row(double x) {
    return ROWS - 1 - (int) Math.min(ROWS - 1, Math.floor(height(x) * ROWS));
  }

  /** The slope, the flag {@code F} at the goal, the car {@code o}, and the two numbers. */
  public static String text(double position, double velocity, double goal) {
    char[][] cells = new char[ROWS][COLUMNS];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    for (int column = 0; column < COLUMNS; column++) {
      double x = LEFT + (RIGHT - LEFT) * column / (COLUMNS - 1);
      cells[row(x)][column] = '.';
    }
    cells[row(goal)][column(goal)] = 'F';
    cells[row(position)][column(position)] = 'o';
    return Arrays.stream(cells)
            .map(row -> new String(row).stripTrailing())
            .collect(Collectors.joining("\n"))
        + "\n"
        + String.format(Locale.ROOT, "x %+.3f  velocity %+.4f", position, velocity);
  }

  /** The slope, a flag at the goal and the car on the slope. */
  public static String json(double position, double velocity, double goal) {
    double[] slope = new double[2 * (POINTS + 1)];
    for (int i = 0; i <= POINTS; i++) {
      double x = LEFT + (RIGHT - LEFT) * i / POINTS;
      slope[2 * i] = x;
      slope[2 * i + 1] = height(x);
    }
    double tilt = Math.atan(1.35 * Math.cos(3 * position));
    double lift = 0.05;
    double flag = height(goal);
    return new ScenePicture(LEFT, -0.1, RIGHT, 1.3)
        .line("#808080", 0.01, slope)
        .line("#303030", 0.01, goal, flag, goal, flag + 0.2)
        .polygon("#c0c000", goal, flag + 0.2, goal, flag + 0.12, goal + 0.08, flag + 0.16)
        .box(
            "#303030",
            position - lift * Math.sin(tilt),
            height(position) + lift * Math.cos(tilt),
            0.06,
            0.025,
            tilt)
        .circle(
            "#8080c0",
            position - 0.035 * Math.cos(tilt),
            height(position) - 0.035 * Math.sin(tilt) + 0.02,
            0.02)
        .circle(
            "#8080c0",
            position + 0.035 * Math.cos(tilt),
            height(position) + 0.035 * Math.sin(tilt) + 0.02,
            0.02)
        .note("x", position)
        .note("velocity", velocity)
        .json();
  }
}
