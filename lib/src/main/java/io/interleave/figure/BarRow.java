package io.interleave.figure;

import io.interleave.figure.GanttBars.Bar;
import io.interleave.machine.Timeline.State;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A row of bars with its name to the left. A poll that is wide enough carries its task's name, and
 * a gap sets it off from the next.
 *
 * @param row where it stands on the axis of rows
 * @param nsPerUnit nanoseconds a unit of the axis of time
 * @param nameOf a task's name by its number
 */
record BarRow(String name, double row, List<Bar> bars, double nsPerUnit, IntFunction<String> nameOf)
    implements Ink {
  private static final Font NAME = Style.font(7.5);
  private static final Font SMALL = Style.font(6);
  private static final double HALF = 0.36; // of a row
  private static final double GAP = Style.points(0.4);

  @Override
  public void paint(Graphics2D g, Frame frame) {
    double middle = frame.y(row) + Style.points(2.7);
    Text.draw(g, name, NAME, Style.INK, frame.plot().getX() - Style.points(4), middle, 1);
    for (var state : bars.stream().map(Bar::state).distinct().sorted().toList()) {
      var path = new Path2D.Double(); // one a state: files stay small
      bars.stream().filter(b -> b.state() == state).forEach(b -> path.append(box(b, frame), false));
      g.setColor(Gantt.colour(state));
      g.fill(path);
    }
    bars.stream().filter(b -> b.task() > 0).forEach(b -> label(g, b, frame));
  }

  private Rectangle2D box(Bar bar, Frame frame) {
    double left = frame.x(bar.from() / nsPerUnit);
    double right = frame.x(bar.to() / nsPerUnit);
    double top = frame.y(row - HALF + 2 * HALF * bar.high());
    double bottom = frame.y(row - HALF + 2 * HALF * bar.low());
    double gap = right - left > 4 * GAP && !bar.merged() ? GAP : 0;
    return new Rectangle2D.Double(left, top, right - left - gap, bottom - top);
  }

  private void label(Graphics2D g, Bar bar, Frame frame) {
    if (bar.state() != State.RUNNING) {
      return;
    }
    var box = box(bar, frame);
    String text = nameOf.apply(bar.task());
    if (!text.equals(name) && Text.width(text, SMALL) + 4 * GAP < box.getWidth()) {
      double x = box.getCenterX() - Text.width(text, SMALL) / 2;
      Text.draw(g, text, SMALL, Color.WHITE, x, box.getCenterY() + Style.points(2.2), 0);
    }
  }
}
