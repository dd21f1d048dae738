package io.interleave.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** The shapes of points, so that a series is told without its colour. Of equal area, roughly. */
enum Mark {
  CIRCLE(0, 0, 0.5),
  SQUARE(4, 45, 0.64),
  DIAMOND(4, 0, 0.64),
  UP(3, 90, 0.70),
  DOWN(3, 270, 0.70),
  PENTAGON(5, 90, 0.58),
  LEFT(3, 180, 0.70),
  RIGHT(3, 0, 0.70);

  private final int corners;
  private final double turned;
  private final double radius;

  Mark(int corners, double turned, double radius) {
    this.corners = corners;
    this.turned = turned;
    this.radius = radius;
  }

  Shape at(double x, double y, double size) {
    double r = radius * size;
    if (corners == 0) {
      return new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
    }
    var path = new Path2D.Double();
    for (int corner = 0; corner < corners; corner++) {
      double angle = Math.toRadians(turned + corner * 360.0 / corners);
      if (corner == 0) {
        path.moveTo(x + r * Math.cos(angle), y - r * Math.sin(angle));
      } else {
        path.lineTo(x + r * Math.cos(angle), y - r * Math.sin(angle));
      }
    }
    path.closePath();
    return path;
  }
}
