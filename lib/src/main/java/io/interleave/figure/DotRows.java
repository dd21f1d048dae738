package io.interleave.figure;

import io.interleave.table.Interval;
import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row a runtime, a point a measure: the first filled and written beside, a second one hollow.
 * Points, not bars, for a bar's length means nothing on a logarithmic axis. What did not finish has
 * a row of its own and no point.
 */
final class DotRows {
  private static final Font NAME = Style.font(7.5);
  private static final Font SMALL = Style.font(7);
  private static final double LINE = Style.points(8.6);
  private static final double GAP = Style.points(4);
  private static final double ROW_MM = 7;

  /** Beyond this ratio of the greatest to the least the small ones vanish on a linear axis. */
  private static final double LINEAR_UP_TO = 20;

  private final List<Group> order;
  private final Map<Group, Look> looks;
  private final Unit unit;
  private final List<Map<Group, Interval>> measures = new ArrayList<>();

  DotRows(List<Group> groups, List<String> columns, Unit unit) {
    looks = Group.looks(groups);
    this.unit = unit;
    columns.forEach(column -> measures.add(intervals(groups, column)));
    if (measures.getFirst().isEmpty()) {
      throw new InvalidInput(
          "no %s to draw: the column is missing or empty".formatted(columns.getFirst()));
    }
    order = groups.stream().sorted(Comparator.comparingDouble(this::rank)).toList();
  }

  private static Map<Group, Interval> intervals(List<Group> groups, String column) {
    var intervals = new LinkedHashMap<Group, Interval>();
    for (var group : groups) {
      double[] forks = group.rows().timed().perFork(column);
      if (forks.length > 0) {
        intervals.put(group, Interval.ofMedian(forks));
      }
    }
    return intervals;
  }

  /** The best first (of rates the greatest, of bytes the least), what failed last. */
  private double rank(Group group) {
    var interval = measures.getFirst().get(group);
    return interval == null
        ? Double.POSITIVE_INFINITY
        : unit == Unit.PER_SECOND ? -interval.median() : interval.median();
  }

  List<Interval> intervals() {
    return measures.stream().flatMap(m -> m.values().stream()).toList();
  }

  Drawing drawing(
      String title, String axisTitle, DoubleFunction<String> text, Key key, String note) {
    var panel = new Panel(axis(axisTitle, text), Axis.rows(order.size()));
    double names = GAP + order.stream().mapToDouble(g -> width(name(g))).max().orElse(0);
    double values = GAP + order.stream().mapToDouble(g -> width(value(g))).max().orElse(0);
    for (int row = 0; row < order.size(); row++) {
      row(panel, order.get(row), -(row + 1.0), values);
    }
    return new Drawing(
        title,
        note,
        Style.SINGLE_COLUMN_MM,
        13 + ROW_MM * order.size(),
        names,
        values,
        key,
        List.of(panel));
  }

  private Axis axis(String title, DoubleFunction<String> text) {
    double least = ends().min().orElse(1);
    double greatest = ends().max().orElse(1);
    return least > 0 && greatest / least > LINEAR_UP_TO
        ? Axis.log(title, text, 4, ends())
        : Axis.fromZero(title, text, ends());
  }

  private DoubleStream ends() {
    return intervals().stream().flatMapToDouble(i -> DoubleStream.of(i.low(), i.high()));
  }

  private void row(Panel panel, Group group, double at, double values) {
    var look = Objects.requireNonNull(looks.get(group));
    var first = measures.getFirst().get(group);
    var second = measures.size() > 1 ? measures.get(1).get(group) : null;
    panel.add(
        (g, frame) -> {
          double y = frame.y(at);
          lines(g, name(group), frame.plot().getX() - GAP, y, 1);
          if (first == null) {
            double room = frame.plot().getWidth() + values - 2 * GAP;
            lines(
                g,
                Text.wrap(group.failure(""), NAME, room).stream().limit(2).toList(),
                frame.plot().getX() + GAP,
                y,
                0);
          } else {
            guide(g, Style.GRID, frame.plot().getX(), frame.plot().getMaxX(), y);
            lines(g, value(group), frame.plot().getMaxX() + values, y, 1);
          }
          if (first != null && second != null) {
            guide(g, look.colour(), frame.x(second.median()), frame.x(first.median()), y);
          }
        });
    if (second != null) {
      panel.across(
          group.name() + ", idle",
          second,
          at,
          new Look(look.colour(), look.mark(), true, List.of()));
    }
    if (first != null) {
      boolean hollow = look.hollow() && measures.size() == 1;
      panel.across(
          group.name(), first, at, new Look(look.colour(), look.mark(), hollow, List.of()));
    }
  }

  private static void guide(Graphics2D g, Color colour, double left, double right, double y) {
    g.setColor(colour);
    g.setStroke(new BasicStroke((float) Style.points(0.5)));
    g.draw(new Line2D.Double(left, y, right, y));
  }

  /** Lines of text around a height: the first in ink, the others smaller and faint. */
  static void lines(Graphics2D g, List<String> lines, double x, double y, double align) {
    double baseline = y + Style.points(2.7) - (lines.size() - 1) * LINE / 2;
    for (int i = 0; i < lines.size(); i++) {
      Text.draw(
          g,
          lines.get(i),
          i == 0 ? NAME : SMALL,
          i == 0 ? Style.INK : Style.FAINT,
          x,
          baseline + i * LINE,
          align);
    }
  }

  static double width(List<String> lines) {
    return IntStream.range(0, lines.size())
        .mapToDouble(i -> Text.width(lines.get(i), i == 0 ? NAME : SMALL))
        .max()
        .orElse(0);
  }

  /** The runtime, and below it what it was set to. */
  private static List<String> name(Group group) {
    int blank = group.label().indexOf(' ');
    String runtime = blank < 0 ? group.label() : group.label().substring(0, blank);
    String settings = (group.label().substring(runtime.length()) + " " + group.differs()).strip();
    return settings.isEmpty() ? List.of(runtime) : List.of(runtime, settings);
  }

  /** The estimate, and below it the interval, which is often narrower than the point. */
  private List<String> value(Group group) {
    @Nullable Interval first = measures.getFirst().get(group);
    if (first == null) {
      return List.of();
    }
    return first.n() == 1
        ? List.of(unit.format(first.median()))
        : List.of(unit.format(first.median()), unit.format(first.low(), first.high()));
  }
}
