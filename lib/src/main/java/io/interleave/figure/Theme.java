package io.interleave.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.XYChart;

/** XChart dressed in the style: white, thin, no box but the two axes. */
final class Theme {
  private static final BasicStroke HAIR =
      new BasicStroke((float) Style.points(0.5), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
  private static final double LONG = Style.points(2.6);
  private static final double SHORT = Style.points(1.4);

  private Theme() {}

  static void apply(XYChart chart, Axis x, Axis y) {
    chart.setXAxisTitle(x.title());
    chart.setYAxisTitle(y.title());
    var s = chart.getStyler();
    s.setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false);
    s.setLegendVisible(false).setChartTitleVisible(false).setChartPadding((int) Style.points(3));
    s.setPlotContentSize(1).setChartFontColor(Style.INK);
    s.setXAxisTitleColor(Style.INK).setYAxisTitleColor(Style.INK);
    s.setPlotMargin(0).setAxisTitleFont(Style.font(8)).setAxisTickLabelsFont(Style.font(7.2));
    s.setAxisTitlePadding((int) Style.points(4))
        .setAxisTickPadding((int) Style.points(3))
        .setAxisTickMarkLength((int) LONG);
    s.setAxisTickLabelsColor(Style.INK)
        .setXAxisTickLabelsColor(Style.INK)
        .setYAxisTickLabelsColor(Style.INK);
    s.setYAxisLabelAlignment(org.knowm.xchart.style.AxesChartStyler.TextAlignment.Right);
    s.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false).setPlotGridLinesVisible(false);
    s.setXAxisTickMarkSpacingHint((int) Style.points(30))
        .setYAxisTickMarkSpacingHint((int) Style.points(24));
    s.setPlotGridLinesColor(Style.GRID).setPlotGridLinesStroke(HAIR);
    limits(chart, x, y);
  }

  private static void limits(XYChart chart, Axis x, Axis y) {
    var s = chart.getStyler();
    s.setXAxisLogarithmic(x.log()).setYAxisLogarithmic(y.log());
    s.setXAxisMin(x.min()).setXAxisMax(x.max()).setYAxisMin(y.min()).setYAxisMax(y.max());
    s.setXAxisLogarithmicDecadeOnly(false).setYAxisLogarithmicDecadeOnly(false);
    s.setXAxisTickLabelsFormattingFunction(x::label);
    if (y.log()) {
      s.setYAxisTickLabelsFormattingFunction(y::label);
    } else {
      s.setYAxisTicksVisible(false);
    }
    // Where XChart chooses the ticks, it alone knows them: it draws the grid itself.
    s.setPlotGridVerticalLinesVisible(!x.log());
  }

  /**
   * The grid at labelled ticks, the ticks, the two axes' lines; each as one path, so that files
   * stay small.
   */
  static void grid(Graphics2D g, Frame frame) {
    var plot = frame.plot();
    var grid = new Path2D.Double();
    var axes = new Path2D.Double();
    for (var tick : frame.xAxis().ticks()) {
      double px = frame.x(tick.value());
      if (tick.labelled()) {
        grid.append(new Line2D.Double(px, plot.getY(), px, plot.getMaxY()), false);
      }
      axes.append(
          new Line2D.Double(
              px, plot.getMaxY(), px, plot.getMaxY() + (tick.labelled() ? LONG : SHORT)),
          false);
    }
    for (var tick : frame.yAxis().ticks()) {
      double py = frame.y(tick.value());
      if (tick.labelled()) {
        grid.append(new Line2D.Double(plot.getX(), py, plot.getMaxX(), py), false);
      }
      axes.append(
          new Line2D.Double(plot.getX() - (tick.labelled() ? LONG : SHORT), py, plot.getX(), py),
          false);
    }
    axes.moveTo(plot.getX(), plot.getY());
    axes.lineTo(plot.getX(), plot.getMaxY());
    axes.lineTo(plot.getMaxX(), plot.getMaxY());
    g.setStroke(HAIR);
    g.setColor(Style.GRID);
    g.draw(grid);
    g.setColor(Style.INK);
    g.draw(axes);
  }
}
