package io.muzero.launcher.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chart of lines as SVG, with a legend, 95 % intervals and markers of different shapes, so that
 * no line is known by its colour alone. Used by one thread.
 */
final class LineChart {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 270;
  private static final int LEFT = 52;
  private static final int RIGHT = 14;
  private static final int TOP = 14;
  private static final int BOTTOM = 42;
  private static final double LABEL_ROOM = 5;

  private final String title;
  private final String xName;
  private final String yName;
  private final List<Series> lines = new ArrayList<>();
  private List<String> categories = List.of();
  private boolean diagonal;
  private double least = Double.NaN;
  private double greatest = Double.NaN;

  /** A point; {@code margin} is half its interval, NaN without one. */
  record Point(double x, double y, double margin) {}

  private record Series(String name, List<Point> points) {}

  /**
   * A chart.
   *
   * @param title read out to those who do not see it
   */
  LineChart(String title, String xName, String yName) {
    this.title = title;
    this.xName = xName;
    this.yName = yName;
  }

  /** Adds a line; points without a number are left out, and lines without points too. */
  LineChart line(String name, Stream<Point> points) {
    List<Point> drawn = points.filter(p -> !Double.isNaN(p.y)).toList();
    if (!drawn.isEmpty()) {
      lines.add(new Series(name, drawn));
    }
    return this;
  }

  /** Names of the places 0, 1, … of the x axis. */
  LineChart categories(List<String> names) {
    categories = names;
    return this;
  }

  /** Draws the line on which x and y are equal. */
  LineChart withDiagonal() {
    diagonal = true;
    return this;
  }

  /** The y axis shows at least this range. */
  LineChart from(double low, double high) {
    least = low;
    greatest = high;
    return this;
  }

  /** Whether there is something to draw. */
  boolean isEmpty() {
    return lines.isEmpty();
  }

  String svg() {
    Axis x = xAxis();
    Axis y = yAxis();
    StringBuilder svg = new StringBuilder();
    svg.append(
        Html.format(
            "<svg class=chart viewBox=\"0 0 %d %d\" role=img aria-label=\"%s\">",
            WIDTH, HEIGHT, Html.escape(title)));
    grid(svg, x, y);
    if (diagonal) {
      double low = Math.max(x.low(), y.low());
      double high = Math.min(x.high(), y.high());
      svg.append(
          Html.format(
              "<line class=ideal x1=%.1f y1=%.1f x2=%.1f y2=%.1f />",
              x.at(low), y.at(low), x.at(high), y.at(high)));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, lines.get(i), i, x, y);
    }
    return svg.append("</svg>").append(legend()).toString();
  }

  private Axis xAxis() {
    double left = LEFT + 8;
    double right = WIDTH - RIGHT - 8;
    if (!categories.isEmpty()) {
      return new Axis(0, Math.max(1, categories.size() - 1), left, right);
    }
    double low = all().mapToDouble(Point::x).min().orElse(0);
    double high = all().mapToDouble(Point::x).max().orElse(1);
    return new Axis(low, high, left, right);
  }

  private Axis yAxis() {
    double low = all().mapToDouble(p -> p.y - room(p)).min().orElse(0);
    double high = all().mapToDouble(p -> p.y + room(p)).max().orElse(1);
    return new Axis(
        Double.isNaN(least) ? low : Math.min(low, least),
        Double.isNaN(greatest) ? high : Math.max(high, greatest),
        HEIGHT - BOTTOM,
        TOP);
  }

  private static double room(Point p) {
    return Double.isNaN(p.margin) ? 0 : p.margin;
  }

  private Stream<Point> all() {
    return lines.stream().flatMap(line -> line.points.stream());
  }

  private void grid(StringBuilder svg, Axis x, Axis y) {
    for (double tick : y.ticks()) {
      svg.append(
          Html.format(
              "<line class=grid x1=%d y1=%.1f x2=%d y2=%.1f /><text x=%d y=%.1f text-anchor=end>%s</text>",
              LEFT,
              y.at(tick),
              WIDTH - RIGHT,
              y.at(tick),
              LEFT - 6,
              y.at(tick) + 4,
              Html.tick(tick)));
    }
    if (categories.isEmpty()) {
      for (double tick : x.ticks()) {
        xLabel(svg, x.at(tick), Html.tick(tick));
      }
    } else {
      for (int i = 0; i < categories.size(); i++) {
        xLabel(svg, x.at(i), Html.escape(categories.get(i)));
      }
    }
    svg.append(
        Html.format(
            "<text x=%d y=%d text-anchor=middle>%s</text>",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, Html.escape(xName)));
    svg.append(
        Html.format(
            "<text transform=\"translate(12 %d) rotate(-90)\" text-anchor=middle>%s</text>",
            (TOP + HEIGHT - BOTTOM) / 2, Html.escape(yName)));
  }

  private static void xLabel(StringBuilder svg, double at, String text) {
    svg.append(
        Html.format(
            "<text x=%.1f y=%d text-anchor=middle>%s</text>", at, HEIGHT - BOTTOM + 17, text));
  }

  private static void draw(StringBuilder svg, Series line, int number, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    for (Point p : line.points) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(Html.format("%.1f %.1f", x.at(p.x), y.at(p.y)));
    }
    svg.append(Html.format("<g class=s%d><path class=line d=\"%s\" />", number, path));
    for (Point p : line.points) {
      if (p.margin > 0) {
        svg.append(
            Html.format(
                "<line class=bar x1=%1$.1f x2=%1$.1f y1=%2$.1f y2=%3$.1f />",
                x.at(p.x) + (number - 0.5) * 2, y.at(p.y - p.margin), y.at(p.y + p.margin)));
      }
      svg.append(marker(number, x.at(p.x), y.at(p.y)));
    }
    svg.append("</g>");
  }

  /** A circle, a square, a triangle. */
  static String marker(int number, double x, double y) {
    return switch (number % 3) {
      case 0 -> Html.format("<circle cx=%.1f cy=%.1f r=3.6 />", x, y);
      case 1 -> Html.format("<rect x=%.1f y=%.1f width=7 height=7 />", x - 3.5, y - 3.5);
      default -> Html.format("<path d=\"M%.1f %.1f l4.4 7.6 h-8.8 z\" />", x, y - LABEL_ROOM);
    };
  }

  private String legend() {
    StringBuilder legend = new StringBuilder("<p class=legend>");
    for (int i = 0; i < lines.size(); i++) {
      legend.append(
          Html.format(
              "<span><svg class=key viewBox=\"0 0 26 12\" aria-hidden=true><g class=s%d><path class=line d=\"M1 6 L25 6\""
                  + " />%s</g></svg>%s</span> ",
              i, marker(i, 13, 6), Html.escape(lines.get(i).name)));
    }
    return legend.append("</p>").toString();
  }
}
