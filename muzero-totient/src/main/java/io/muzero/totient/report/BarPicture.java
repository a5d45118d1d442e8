package io.muzero.totient.report;

import io.muzero.totient.ways.Results;
import io.muzero.totient.ways.Row;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Wall time a way: a bar up to the median, marks at the shortest and the longest lap.
 *
 * <p>The axis is logarithmic, for a cold start takes a thousand times as long as a short job.
 */
public final class BarPicture {
  private BarPicture() {}

  /** The picture. */
  public static BufferedImage draw(Results results) {
    List<String> names = new ArrayList<>();
    List<Double> median = new ArrayList<>();
    List<Double> least = new ArrayList<>();
    List<Double> most = new ArrayList<>();
    for (Row row : results.rows()) {
      names.add(row.way());
      median.add(row.wallSeconds());
      least.add(row.leastSeconds());
      most.add(row.mostSeconds());
    }
    int repeats = results.rows().get(0).laps().size();
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1200)
            .height(560)
            .title(
                "Wall time, n from 2 to "
                    + Figures.grouped(results.job().to() - 1)
                    + ", "
                    + results.job().workers()
                    + " workers, dealt "
                    + results.job().deal().label())
            .yAxisTitle("seconds (logarithmic)")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(decade(Collections.min(least), -1));
    chart.getStyler().setYAxisMax(decade(Collections.max(most), 1));
    chart.getStyler().setOverlapped(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setAvailableSpaceFill(0.6);
    chart.getStyler().setXAxisLabelRotation(results.rows().size() > 8 ? 20 : 0);
    CategorySeries bars = chart.addSeries("median of " + repeats, names, median);
    bars.setFillColor(new Color(0x3b7dd8));
    marks(chart.addSeries("shortest", names, least), new Color(0x1c6b3a));
    marks(chart.addSeries("longest", names, most), new Color(0xb03030));
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** The power of ten below, or above, a number. */
  private static double decade(double seconds, int side) {
    double exponent = Math.log10(seconds);
    return Math.pow(10, side < 0 ? Math.floor(exponent) : Math.ceil(exponent));
  }

  private static void marks(CategorySeries series, Color color) {
    series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.DIAMOND);
    series.setMarkerColor(color);
  }
}
