package io.interleave.figure;

import io.interleave.table.Interval;
import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.Table;

/**
 * Throughput of each runtime to that of the first in the table, against a parameter of the
 * workload: where a difference vanishes. Ratios are paired by pass; a parameter's 0 stands left of
 * its logarithmic axis.
 */
public final class RatioAgainst implements Figure {
  private final String parameter;

  /** Against the work a hop. */
  public RatioAgainst() {
    this("work");
  }

  /** Against this parameter of the workload, a number. */
  public RatioAgainst(String parameter) {
    this.parameter = parameter;
  }

  @Override
  public String title() {
    return "Throughput to the first runtime's against " + parameter;
  }

  @Override
  public Drawing draw(Table samples) {
    // Work that takes longer is given fewer messages, so these follow from it.
    var swept = Set.of(parameter, "messages", "rate", "hops");
    var groups = Group.of(Rows.all(samples).told().closedLoop(), swept);
    var finished =
        Group.finished(groups, name(), "timed rows of the closed loop with several " + parameter);
    var first = finished.getFirst();
    finished.forEach(this::oneNumberOfMessagesEach);
    var sweeps = finished.stream().skip(1).map(g -> ratios(g, first)).toList();
    double[] places = Sweep.places(sweeps).distinct().toArray();
    if (places.length < 2) {
      throw new InvalidInput(
          "%s needs two runtimes and timed rows of both at several values of '%s'"
              .formatted(name(), parameter));
    }
    return drawing(groups, first, sweeps, places);
  }

  private void oneNumberOfMessagesEach(Group group) {
    group
        .by(parameter)
        .forEach(
            (at, rows) -> {
              if (Arrays.stream(rows.index())
                      .mapToObj(i -> rows.text("messages", i))
                      .distinct()
                      .count()
                  > 1) {
                throw new InvalidInput(
                    "%s: %s has several numbers of messages at %s = %s: choose one"
                        .formatted(name(), group.name(), parameter, Unit.COUNT.format(at)));
              }
            });
  }

  private Sweep ratios(Group group, Group first) {
    var bases = first.by(parameter);
    var points = new TreeMap<Double, Interval>();
    group
        .by(parameter)
        .forEach(
            (at, rows) -> {
              var ours = rows.perPass("throughput_per_s");
              var theirs =
                  bases.containsKey(at)
                      ? Objects.requireNonNull(bases.get(at)).perPass("throughput_per_s")
                      : Map.<String, Double>of();
              double[] ratios =
                  ours.entrySet().stream()
                      .filter(pass -> theirs.containsKey(pass.getKey()))
                      .mapToDouble(
                          pass -> pass.getValue() / theirs.getOrDefault(pass.getKey(), Double.NaN))
                      .toArray();
              if (ratios.length > 0) {
                points.put(at, Interval.ofMedian(ratios));
              }
            });
    return new Sweep(group, points);
  }

  private Drawing drawing(List<Group> groups, Group first, List<Sweep> sweeps, double[] places) {
    var x = Axis.logAndZero(axisTitle(), Unit.COUNT::format, 6, places);
    var y =
        Axis.log(
            "throughput ÷ that of " + first.name(),
            Unit.RATIO::format,
            7,
            DoubleStream.concat(Sweep.ends(sweeps), DoubleStream.of(1)));
    var looks = Group.looks(groups);
    var panel = new Panel(x, y);
    var even = Objects.requireNonNull(looks.get(first)).dashed(List.of(3f, 2f));
    panel.line(first.name(), new double[] {x.min(), x.max()}, new double[] {1, 1}, even, 0.9);
    var placed = sweeps.stream().map(s -> s.at(x::place)).toList();
    Sweep.draw(panel, placed, looks);
    var key = Sweep.key(sweeps, looks).add(first.name() + " = 1", even, 0.9, false);
    if (failed(panel, groups, x, looks)) {
      key.addFailed();
    }
    String note =
        Note.of(
            groups,
            Set.of(parameter, "messages", "rate", "hops"),
            parameter,
            Sweep.intervals(sweeps));
    return new Drawing(
        title(),
        (note + " " + vanished(sweeps)).strip(),
        Style.SINGLE_COLUMN_MM,
        58,
        0,
        0,
        key,
        List.of(panel));
  }

  private String axisTitle() {
    return parameter.equals("work") ? "work a hop (rounds of mix)" : parameter;
  }

  private boolean failed(Panel panel, List<Group> groups, Axis x, Map<Group, Look> looks) {
    boolean any = false;
    for (var group : groups) {
      var failed = group.rows().failed();
      for (double at : failed.by(i -> failed.number(parameter, i)).keySet()) {
        panel.cross(x.place(at), Objects.requireNonNull(looks.get(group)));
        any = true;
      }
    }
    return any;
  }

  /** Where which runtime's interval holds 1. */
  private static String vanished(List<Sweep> sweeps) {
    var told = new ArrayList<String>();
    for (var sweep : sweeps) {
      String at =
          sweep.points().entrySet().stream()
              .filter(p -> p.getValue().n() > 1 && p.getValue().spansOne())
              .map(p -> Unit.COUNT.format(p.getKey()))
              .collect(Collectors.joining(", "));
      if (!at.isEmpty()) {
        told.add(sweep.group().name() + " at " + at);
      }
    }
    return told.isEmpty() ? "" : "No difference: " + String.join("; ", told) + ".";
  }
}
