package io.interleave.figure;

import io.interleave.table.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/**
 * A measure against a swept parameter: one interval a value, ascending.
 *
 * @param group whose
 * @param points the interval at each place on the x axis
 */
record Sweep(Group group, TreeMap<Double, Interval> points) {
  /**
   * Measures each group at each value of {@code parameter}; where {@code measure} gives none there
   * is no point.
   */
  static List<Sweep> of(
      List<Group> groups, String parameter, Function<Rows, List<Interval>> measure) {
    return groups.stream()
        .map(group -> of(group, parameter, measure))
        .filter(s -> !s.points.isEmpty())
        .toList();
  }

  private static Sweep of(Group group, String parameter, Function<Rows, List<Interval>> measure) {
    var points = new TreeMap<Double, Interval>();
    for (var at : group.by(parameter).entrySet()) {
      measure.apply(at.getValue()).forEach(interval -> points.put(at.getKey(), interval));
    }
    return new Sweep(group, points);
  }

  /** The median of a column over forks; nothing when it is missing. */
  static Function<Rows, List<Interval>> median(String column) {
    return rows -> {
      double[] forks = rows.perFork(column);
      return forks.length == 0 ? List.of() : List.of(Interval.ofMedian(forks));
    };
  }

  /**
   * Percentiles of merged histograms, a list of sweeps each; no point where fewer than 10 samples
   * lie beyond.
   */
  static List<List<Sweep>> percentiles(
      List<Group> groups, String parameter, String column, List<Double> percentiles) {
    var sweeps = percentiles.stream().map(p -> new ArrayList<Sweep>()).toList();
    for (var group : groups) {
      var points = percentiles.stream().map(p -> new TreeMap<Double, Interval>()).toList();
      group
          .by(parameter)
          .forEach((at, rows) -> measure(rows.histograms(column), at, percentiles, points));
      for (int p = 0; p < percentiles.size(); p++) {
        if (!points.get(p).isEmpty()) {
          sweeps.get(p).add(new Sweep(group, points.get(p)));
        }
      }
    }
    return List.copyOf(sweeps);
  }

  private static void measure(
      List<Histogram> forks,
      double at,
      List<Double> percentiles,
      List<TreeMap<Double, Interval>> points) {
    long count = forks.stream().mapToLong(Histogram::getTotalCount).sum();
    var reached = percentiles.stream().filter(p -> count * (1 - p / 100) >= 9.99).toList();
    if (!reached.isEmpty()) {
      var intervals = Interval.ofPercentiles(forks, reached, 1);
      for (int i = 0; i < reached.size(); i++) {
        points.get(percentiles.indexOf(reached.get(i))).put(at, intervals.get(i));
      }
    }
  }

  /** All ends of all intervals, for an axis. */
  static DoubleStream ends(List<Sweep> sweeps) {
    return sweeps.stream()
        .flatMap(s -> s.points.values().stream())
        .flatMapToDouble(i -> DoubleStream.of(i.low(), i.high()));
  }

  static DoubleStream places(List<Sweep> sweeps) {
    return sweeps.stream()
        .flatMap(s -> s.points.keySet().stream())
        .mapToDouble(Double::doubleValue);
  }

  static List<Interval> intervals(List<Sweep> sweeps) {
    return sweeps.stream().flatMap(s -> s.points.values().stream()).toList();
  }

  /** The same points at other places along the axis. */
  Sweep at(DoubleUnaryOperator place) {
    var moved = new TreeMap<Double, Interval>();
    points.forEach((x, interval) -> moved.put(place.applyAsDouble(x), interval));
    return new Sweep(group, moved);
  }

  /** Draws lines with points and intervals. */
  static void draw(Panel panel, List<Sweep> sweeps, Map<Group, Look> looks) {
    sweeps.forEach(s -> panel.line(s.group.name(), s.xs(), s.medians(), s.look(looks), 1.2));
    for (var sweep : sweeps) {
      sweep.points.forEach((x, interval) -> panel.point(x, interval, sweep.look(looks)));
    }
  }

  /** Crosses at the upper edge, where a group failed; whether there is any. */
  static boolean drawFailed(
      Panel panel, List<Group> groups, String parameter, Map<Group, Look> looks) {
    boolean any = false;
    for (var group : groups) {
      var failed = group.rows().failed();
      for (double at : failed.by(i -> failed.number(parameter, i)).keySet()) {
        panel.cross(at, Objects.requireNonNull(looks.get(group)));
        any = true;
      }
    }
    return any;
  }

  /** Draws thin lines without points. */
  static void drawFaint(
      Panel panel, List<Sweep> sweeps, Map<Group, Look> looks, List<Float> dashes) {
    sweeps.forEach(
        s -> panel.line(s.group.name(), s.xs(), s.medians(), s.look(looks).dashed(dashes), 0.9));
  }

  static Key key(List<Sweep> sweeps, Map<Group, Look> looks) {
    var key = new Key();
    sweeps.forEach(s -> key.add(s.group.name(), s.look(looks), 1.2, true));
    return key;
  }

  private Look look(Map<Group, Look> looks) {
    return Objects.requireNonNull(looks.get(group));
  }

  private double[] xs() {
    return points.keySet().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private double[] medians() {
    return points.values().stream().mapToDouble(Interval::median).toArray();
  }
}
