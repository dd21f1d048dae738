package io.interleave.figure;

import io.interleave.table.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One plot: XChart lays out axes and titles and keeps the data as its series; lines, intervals and
 * points are drawn over it as an annotation. XChart's own lines begin their dashes anew at every
 * point, and its error bars are symmetric.
 */
final class Panel {
  private static final double MARK = Style.points(4.6);
  private static final double CAP = Style.points(1.6);

  private final XYChart chart = new XYChart(600, 400);
  private final Axis x;
  private final Axis y;
  private final List<Ink> inks = new ArrayList<>();

  Panel(Axis x, Axis y) {
    this.x = x;
    this.y = y;
    Theme.apply(chart, x, y);
    chart.addAnnotation(new Layer());
  }

  XYChart chart() {
    return chart;
  }

  Panel add(Ink ink) {
    inks.add(ink);
    return this;
  }

  /**
   * Keeps data in the chart, so that {@code chart()} holds what is drawn; values a log axis can't
   * show are left out.
   */
  private void keep(String series, double[] xs, double[] ys) {
    String name = series;
    for (int again = 2; chart.getSeries(name) != null; again++) {
      name = series + " (" + again + ")";
    }
    chart.addSeries(name, xs, ys).setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.NONE);
  }

  /** A line through points, in their order. */
  Panel line(String series, double[] xs, double[] ys, Look look, double points) {
    if (xs.length == 0) {
      return this;
    }
    keep(series, xs, ys);
    return add((g, frame) -> drawLine(g, frame, xs, ys, look, points));
  }

  private static void drawLine(
      Graphics2D g, Frame frame, double[] xs, double[] ys, Look look, double points) {
    var path = new Path2D.Double();
    path.moveTo(frame.x(xs[0]), frame.y(ys[0]));
    for (int i = 1; i < xs.length; i++) {
      path.lineTo(frame.x(xs[i]), frame.y(ys[i]));
    }
    g.setColor(look.colour());
    g.setStroke(look.stroke(points));
    g.draw(path);
  }

  /** A point with its interval upwards and downwards; an end beyond the axis is cut off there. */
  Panel point(double at, Interval value, Look look) {
    return add(
        (g, frame) -> {
          double px = frame.x(at);
          whisker(g, look.colour(), px, frame.y(value.low()), px, frame.y(value.high()));
          drawMark(g, px, frame.y(value.median()), look);
        });
  }

  /** A point with its interval to the left and the right. */
  Panel across(String series, Interval value, double row, Look look) {
    keep(series, new double[] {value.median()}, new double[] {row});
    return add(
        (g, frame) -> {
          double py = frame.y(row);
          whisker(g, look.colour(), frame.x(value.low()), py, frame.x(value.high()), py);
          drawMark(g, frame.x(value.median()), py, look);
        });
  }

  /** Something drawn along a row, from one end to another. */
  Panel row(String series, double from, double to, double row, Ink ink) {
    keep(series, new double[] {from, to}, new double[] {row, row});
    return add(ink);
  }

  /** A cross at the upper edge: here something failed. */
  Panel cross(double at, Look look) {
    return add((g, frame) -> drawCross(g, frame.x(at), frame.plot().getY() + MARK, look.colour()));
  }

  static void drawCross(Graphics2D g, double px, double py, Color colour) {
    double r = MARK / 2;
    var cross = new Path2D.Double(new Line2D.Double(px - r, py - r, px + r, py + r));
    cross.append(new Line2D.Double(px - r, py + r, px + r, py - r), false);
    g.setColor(colour);
    g.setStroke(Look.stroke(1.1, List.of()));
    g.draw(cross);
  }

  private static void whisker(
      Graphics2D g, Color colour, double x1, double y1, double x2, double y2) {
    boolean upright = x1 == x2;
    double dx = upright ? CAP : 0;
    double dy = upright ? 0 : CAP;
    g.setColor(colour);
    g.setStroke(
        new BasicStroke((float) Style.points(0.8), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    var bar = new Path2D.Double(new Line2D.Double(x1, y1, x2, y2));
    bar.append(new Line2D.Double(x1 - dx, y1 - dy, x1 + dx, y1 + dy), false);
    bar.append(new Line2D.Double(x2 - dx, y2 - dy, x2 + dx, y2 + dy), false);
    g.draw(bar);
  }

  static void drawMark(Graphics2D g, double px, double py, Look look) {
    var shape = look.mark().at(px, py, MARK);
    g.setColor(look.hollow() ? Color.WHITE : look.colour());
    g.fill(shape);
    g.setColor(look.colour());
    g.setStroke(Look.stroke(0.9, List.of()));
    g.draw(shape);
  }

  /** What is painted over XChart's axes: grid and ticks, then all inks in their order. */
  private final class Layer extends Annotation {
    Layer() {
      super(false);
    }

    @Override
    public void paint(Graphics2D g) {
      double left = chart.getScreenXFromChart(x.min());
      double top = chart.getScreenYFromChart(y.max());
      bounds =
          new java.awt.geom.Rectangle2D.Double(
              left,
              top,
              chart.getScreenXFromChart(x.max()) - left,
              chart.getScreenYFromChart(y.min()) - top);
      var frame = new Frame(bounds, x, y);
      Theme.grid(g, frame);
      inks.forEach(ink -> ink.paint(g, frame));
    }
  }
}
