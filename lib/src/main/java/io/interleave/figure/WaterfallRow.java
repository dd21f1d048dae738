package io.interleave.figure;

import io.interleave.table.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A bar with the interval of its end, its name to the left and its value to the right.
 *
 * @param name lines left of the plot
 * @param value lines right of it
 * @param room for those, in units
 * @param from where the bar begins on the axis
 * @param end where it ends, and between what
 * @param row where it stands on the axis of rows
 * @param next where the next row's bar begins: a thin line leads there; NaN for none
 */
record WaterfallRow(
    List<String> name,
    List<String> value,
    double room,
    double from,
    Interval end,
    double row,
    double next,
    Color colour)
    implements Ink {
  private static final double HALF = 0.3; // of a row
  private static final double CAP = Style.points(2.2);

  @Override
  public void paint(Graphics2D g, Frame frame) {
    double y = frame.y(row);
    DotRows.lines(g, name, frame.plot().getX() - Style.points(4), y, 1);
    DotRows.lines(g, value, frame.plot().getMaxX() + room, y, 1);
    double left = frame.x(Math.min(from, end.median()));
    double right = frame.x(Math.max(from, end.median()));
    double top = frame.y(row + HALF);
    var bar = new Rectangle2D.Double(left, top, right - left, frame.y(row - HALF) - top);
    g.setColor(colour);
    g.fill(bar);
    stroke(g, Style.INK, 0.5);
    g.draw(bar);
    if (!Double.isNaN(next)) {
      stroke(g, Style.FAINT, 0.5);
      g.draw(
          new Line2D.Double(frame.x(next), bar.getMaxY(), frame.x(next), frame.y(row - 1 + HALF)));
    }
    var whisker = whisker(frame, y);
    stroke(g, Color.WHITE, 2.2); // else it is lost on a dark bar
    g.draw(whisker);
    stroke(g, Style.INK, 0.8);
    g.draw(whisker);
  }

  private Path2D whisker(Frame frame, double y) {
    var whisker = new Path2D.Double();
    whisker.append(new Line2D.Double(frame.x(end.low()), y, frame.x(end.high()), y), false);
    for (double x : new double[] {frame.x(end.low()), frame.x(end.high())}) {
      whisker.append(new Line2D.Double(x, y - CAP, x, y + CAP), false);
    }
    return whisker;
  }

  private static void stroke(Graphics2D g, Color colour, double points) {
    g.setColor(colour);
    g.setStroke(
        new BasicStroke(
            (float) Style.points(points), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
  }
}
