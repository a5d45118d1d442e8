package io.muzero.launcher;

import io.muzero.match.Elo;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws a ladder: strength over training steps with 95 % intervals as bars, reference players as
 * broken lines. Needs no display.
 */
final class LadderChart {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 450;
  private static final int LEFT = 80;
  private static final int RIGHT = 110;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int TICKS = 6;
  private static final Color PAPER = new Color(0xFAFAF7);
  private static final Color INK = new Color(0x303030);
  private static final Color PALE = new Color(0xD8D8D4);
  private static final Color CURVE = new Color(0x2C5AA0);
  private static final Color BAR = new Color(0x8FA9CF);
  private static final Color REFERENCE = new Color(0xC0392B);

  private final LadderReport report;
  private final String title;
  private final Axis x;
  private final Axis y;

  /** A range of numbers along an edge of the picture. */
  private record Axis(double low, double high, double tick) {
    /** Whole ticks around all values. */
    static Axis around(double least, double greatest) {
      double span = greatest > least ? greatest - least : Math.max(1, Math.abs(least));
      double raw = span / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(raw)));
      double tick = power;
      for (double factor : new double[] {2, 5, 10}) {
        if (tick < raw) {
          tick = factor * power;
        }
      }
      double low = Math.floor(least / tick) * tick;
      double high = Math.ceil(greatest / tick) * tick;
      return new Axis(low, high > low ? high : low + tick, tick);
    }

    double share(double value) {
      return (value - low) / (high - low);
    }

    int ticks() {
      return (int) Math.round((high - low) / tick);
    }

    String label(int i) {
      double value = low + i * tick;
      return tick >= 1
          ? String.format(Locale.ROOT, "%,.0f", value)
          : String.format(Locale.ROOT, "%.2f", value);
    }
  }

  LadderChart(LadderReport report, String title) {
    this.report = report;
    this.title = title;
    List<Rung> rungs = report.rungs();
    x = Axis.around(0, rungs.get(rungs.size() - 1).step());
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Elo.Interval one : report.strengths()) {
      low = Math.min(low, one.low());
      high = Math.max(high, one.high());
    }
    for (LadderReport.Reference one : report.references()) {
      low = Math.min(low, one.strength().value());
      high = Math.max(high, one.strength().value());
    }
    y = Axis.around(low, high);
  }

  BufferedImage draw() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D brush = image.createGraphics();
    brush.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    brush.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    brush.setColor(PAPER);
    brush.fillRect(0, 0, WIDTH, HEIGHT);
    brush.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    axes(brush);
    references(brush);
    curve(brush);
    brush.dispose();
    return image;
  }

  private double left(double step) {
    return LEFT + x.share(step) * (WIDTH - LEFT - RIGHT);
  }

  private double top(double value) {
    return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
  }

  private void axes(Graphics2D brush) {
    for (int i = 0; i <= y.ticks(); i++) {
      double at = top(y.low() + i * y.tick());
      brush.setColor(PALE);
      brush.draw(new Line2D.Double(LEFT, at, WIDTH - RIGHT, at));
      brush.setColor(INK);
      String label = y.label(i);
      brush.drawString(label, LEFT - 8 - brush.getFontMetrics().stringWidth(label), (float) at + 5);
    }
    for (int i = 0; i <= x.ticks(); i++) {
      double at = left(x.low() + i * x.tick());
      brush.setColor(PALE);
      brush.draw(new Line2D.Double(at, TOP, at, HEIGHT - BOTTOM));
      brush.setColor(INK);
      String label = x.label(i);
      brush.drawString(
          label, (float) at - brush.getFontMetrics().stringWidth(label) / 2f, HEIGHT - BOTTOM + 18);
    }
    brush.drawString("training step", (WIDTH - RIGHT + LEFT) / 2 - 40, HEIGHT - 10);
    brush.drawString(title, LEFT, TOP - 16);
  }

  private void references(Graphics2D brush) {
    brush.setStroke(
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0));
    for (LadderReport.Reference one : report.references()) {
      double at = top(one.strength().value());
      brush.setColor(REFERENCE);
      brush.draw(new Line2D.Double(LEFT, at, WIDTH - RIGHT, at));
      brush.drawString(one.name(), WIDTH - RIGHT + 8, (float) at + 5);
    }
  }

  private void curve(Graphics2D brush) {
    List<Rung> rungs = report.rungs();
    List<Elo.Interval> strengths = report.strengths();
    for (int i = 0; i < rungs.size(); i++) {
      double at = left(rungs.get(i).step());
      Elo.Interval strength = strengths.get(i);
      brush.setColor(BAR);
      brush.setStroke(new BasicStroke(2));
      brush.draw(new Line2D.Double(at, top(strength.low()), at, top(strength.high())));
      brush.setColor(CURVE);
      if (i > 0) {
        brush.draw(
            new Line2D.Double(
                left(rungs.get(i - 1).step()),
                top(strengths.get(i - 1).value()),
                at,
                top(strength.value())));
      }
      brush.fill(new Ellipse2D.Double(at - 4, top(strength.value()) - 4, 8, 8));
    }
  }
}
