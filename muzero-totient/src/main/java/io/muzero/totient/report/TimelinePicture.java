package io.muzero.totient.report;

import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.Row;
import io.muzero.totient.work.Span;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Who worked when: a panel a way, a lane a worker, a box a piece, white where a worker had none in
 * hand.
 *
 * <p>All panels share one time axis that starts when the work began; start-up is not on it.
 */
public final class TimelinePicture {
  private static final int WIDTH = 1200;
  private static final int LEFT = 190;
  private static final int RIGHT = 30;
  private static final int TOP = 50;
  private static final int BOTTOM = 50;
  private static final int LANE = 18;
  private static final int GAP = 14;
  private static final Color OWN = new Color(0x3b7dd8);
  private static final Color STOLEN = new Color(0xe08a2e);
  private static final Color GRID = new Color(0xdddddd);

  private TimelinePicture() {}

  /** The picture of the rows whose workers can be seen. */
  public static BufferedImage draw(Results results) {
    List<Row> rows = results.rows().stream().filter(Row::hasSpans).toList();
    int height = TOP + BOTTOM + rows.stream().mapToInt(row -> row.workers() * LANE + GAP).sum();
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, height);
    double seconds = rows.stream().mapToDouble(Row::workSeconds).max().orElse(1);
    axis(g, seconds, height);
    title(g, results);
    int y = TOP;
    for (Row row : rows) {
      panel(g, row, y, seconds);
      y += row.workers() * LANE + GAP;
    }
    g.dispose();
    return image;
  }

  private static double x(double seconds, double all) {
    return LEFT + (WIDTH - LEFT - RIGHT) * seconds / all;
  }

  private static void title(Graphics2D g, Results results) {
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    String title =
        "Who worked when: n from 2 to "
            + Figures.grouped(results.job().to() - 1)
            + ", dealt "
            + results.job().deal().label();
    g.drawString(title, 12, 28);
    int legend = WIDTH - RIGHT - 305;
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    box(g, OWN, legend, "a piece");
    box(g, STOLEN, legend + 90, "stolen");
    box(g, Color.WHITE, legend + 175, "nothing in hand");
  }

  private static void box(Graphics2D g, Color color, int x, String text) {
    g.setColor(color);
    g.fillRect(x, 17, 13, 13);
    g.setColor(Color.GRAY);
    g.drawRect(x, 17, 13, 13);
    g.setColor(Color.BLACK);
    g.drawString(text, x + 19, 28);
  }

  private static void axis(Graphics2D g, double seconds, int height) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    FontMetrics metrics = g.getFontMetrics();
    double step = tick(seconds / 8);
    int bottom = height - BOTTOM;
    for (int i = 0; i * step <= seconds * 1.0001; i++) {
      double x = x(i * step, seconds);
      g.setColor(GRID);
      g.draw(new Line2D.Double(x, TOP - 6, x, bottom));
      g.setColor(Color.DARK_GRAY);
      String label = Figures.duration(i * step);
      g.drawString(label, (float) (x - metrics.stringWidth(label) / 2.0), bottom + 18);
    }
    String label = "time since the work began (start-up is not shown)";
    g.drawString(
        label, LEFT + (WIDTH - LEFT - RIGHT - metrics.stringWidth(label)) / 2, bottom + 38);
  }

  /** The next of 1, 2, 5, 10 … times a power of ten. */
  static double tick(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static void panel(Graphics2D g, Row row, int top, double seconds) {
    g.setColor(Color.BLACK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    g.drawString(row.way(), 12, top + 13);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    for (int worker = 0; worker < row.workers(); worker++) {
      String label = Integer.toString(worker + 1);
      int width = g.getFontMetrics().stringWidth(label);
      g.setColor(Color.DARK_GRAY);
      g.drawString(label, LEFT - 10 - width, top + worker * LANE + 13);
    }
    for (Span span : row.median().spans()) {
      double from = x(span.startNanos() / 1e9, seconds);
      double to = x(span.endNanos() / 1e9, seconds);
      int y = top + span.worker() * LANE + 2;
      Rectangle2D box = new Rectangle2D.Double(from, y, Math.max(to - from, 0.5), LANE - 4);
      g.setColor(span.stolen() ? STOLEN : OWN);
      g.fill(box);
      if (to - from > 3) {
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(0.7f));
        g.draw(box);
      }
    }
    double end = x(row.workSeconds(), seconds);
    g.setColor(Color.RED.darker());
    g.setStroke(new BasicStroke(1.5f));
    g.draw(new Line2D.Double(end, top, end, top + row.workers() * LANE));
  }
}
