package io.muzero.launcher.diagnose;

import java.util.List;

/**
 * Boxes of quantiles as SVG: from 25 to 75 % a box, its line the median, whiskers from 5 to 95 %.
 */
final class BoxChart {
  private static final int WIDTH = 460;
  private static final int ROW = 34;
  private static final int LEFT = 132;
  private static final int RIGHT = 16;
  private static final int BOTTOM = 34;
  private static final double BOX = 9;

  private final String title;
  private final StringBuilder rows = new StringBuilder();
  private final Axis axis;
  private int count;

  /** A chart of values from {@code low} to {@code high}. */
  BoxChart(String title, double low, double high) {
    this.title = title;
    axis = new Axis(low, high, LEFT, WIDTH - RIGHT);
  }

  /**
   * Adds a box.
   *
   * @param series 0 or 1, which decides its colour
   * @param quantiles 5, 25, 50, 75 and 95 %
   * @param truth what the values should be
   */
  void add(String name, int series, List<Double> quantiles, double truth) {
    double y = count * ROW + ROW / 2.0;
    double[] x = quantiles.stream().mapToDouble(axis::at).toArray();
    rows.append(
        Html.format(
            "<text x=%d y=%.1f text-anchor=end>%s</text>", LEFT - 10, y + 4, Html.escape(name)));
    rows.append(
        Html.format(
            "<line class=ideal x1=%1$.1f x2=%1$.1f y1=%2$.1f y2=%3$.1f />",
            axis.at(truth), y - ROW / 2.0, y + ROW / 2.0));
    rows.append(
        Html.format(
            "<g class=s%d><line class=bar x1=%.1f x2=%.1f y1=%.1f y2=%.1f />",
            series, x[0], x[4], y, y));
    rows.append(
        Html.format(
            "<rect class=box x=%.1f y=%.1f width=%.1f height=%.1f />",
            x[1], y - BOX, Math.max(1.5, x[3] - x[1]), 2 * BOX));
    rows.append(
        Html.format(
            "<line class=median x1=%1$.1f x2=%1$.1f y1=%2$.1f y2=%3$.1f /></g>",
            x[2], y - BOX, y + BOX));
    count++;
  }

  String svg() {
    int height = count * ROW + BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append(
        Html.format(
            "<svg class=chart viewBox=\"0 0 %d %d\" role=img aria-label=\"%s\">",
            WIDTH, height, Html.escape(title)));
    for (double tick : axis.ticks()) {
      svg.append(
          Html.format(
              "<line class=grid x1=%1$.1f x2=%1$.1f y1=0 y2=%2$d /><text x=%1$.1f y=%3$d text-anchor=middle>%4$s</text>",
              axis.at(tick), count * ROW, count * ROW + 16, Html.tick(tick)));
    }
    return svg.append(rows)
        .append(
            Html.format(
                "<text x=%d y=%d text-anchor=middle>value</text></svg>",
                (LEFT + WIDTH - RIGHT) / 2, height - 3))
        .toString();
  }
}
