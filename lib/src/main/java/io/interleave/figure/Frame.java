package io.interleave.figure;

import java.awt.geom.Rectangle2D;

/**
 * Where values stand on a plot.
 *
 * @param plot the plot's area
 * @param xAxis what runs to the right
 * @param yAxis what runs upwards
 */
record Frame(Rectangle2D plot, Axis xAxis, Axis yAxis) {
  double x(double value) {
    return plot.getX() + xAxis.along(value) * plot.getWidth();
  }

  double y(double value) {
    return plot.getMaxY() - yAxis.along(value) * plot.getHeight();
  }
}
