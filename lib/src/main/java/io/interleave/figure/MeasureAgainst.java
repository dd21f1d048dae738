package io.interleave.figure;

import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * A measure of each runtime against a parameter of the workload, both axes logarithmic: bytes a
 * task against tasks, lateness against hogs. Several measures stand side by side on one scale.
 */
public final class MeasureAgainst implements Figure {
  private final String parameter;
  private final List<Measure> measures;

  /**
   * What is drawn.
   *
   * @param column of the table; of a histogram its name in the contract
   * @param percentile of the histogram, merged over forks; NaN for a plain column
   * @param words for the axis
   */
  private record Measure(String column, double percentile, String words) {
    Unit unit() {
      return Double.isNaN(percentile) ? Unit.of(column) : Unit.NANOSECONDS;
    }

    List<Sweep> of(List<Group> groups, String parameter) {
      return Double.isNaN(percentile)
          ? Sweep.of(groups, parameter, Sweep.median(column))
          : Sweep.percentiles(groups, parameter, column + "_histogram", List.of(percentile))
              .getFirst();
    }
  }

  /** Resident bytes a task, against the tasks. */
  public MeasureAgainst() {
    this("n", List.of(new Measure("task_rss_bytes", Double.NaN, "resident memory a task")));
  }

  /** Against this parameter: {@code new MeasureAgainst("hogs").percentile("late", 99, "…")}. */
  public MeasureAgainst(String parameter) {
    this(parameter, List.of());
  }

  private MeasureAgainst(String parameter, List<Measure> measures) {
    this.parameter = parameter;
    this.measures = measures;
  }

  /** With the median of a column whose name ends in its unit. */
  public MeasureAgainst median(String column, String words) {
    return with(new Measure(column, Double.NaN, words));
  }

  /** With a percentile of a histogram, by its name in the contract. */
  public MeasureAgainst percentile(String histogram, double percentile, String words) {
    return with(new Measure(histogram, percentile, words));
  }

  private MeasureAgainst with(Measure measure) {
    return new MeasureAgainst(
        parameter, Stream.concat(measures.stream(), Stream.of(measure)).toList());
  }

  @Override
  public String title() {
    return measures.isEmpty()
        ? "Nothing against " + parameter
        : "%s against %s".formatted(capital(measures.getFirst().words), parameter);
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  @Override
  public Drawing draw(Table samples) {
    if (measures.isEmpty()) {
      throw new InvalidInput(name() + " needs a measure: median(…) or percentile(…)");
    }
    var swept = Set.of(parameter);
    var groups = Group.of(Rows.all(samples).told().having(parameter), swept);
    var all = measures.stream().map(m -> m.of(groups, parameter)).toList();
    var places = all.stream().flatMapToDouble(Sweep::places).distinct().toArray();
    if (places.length < 2) {
      throw new InvalidInput(
          "%s needs timed rows with %s at several values of '%s'"
              .formatted(name(), measures.getFirst().column, parameter));
    }
    var intervals = all.stream().flatMap(s -> Sweep.intervals(s).stream()).toList();
    var looks = Group.looks(groups);
    return new Drawing(
        title(),
        Note.of(groups, swept, parameter, intervals),
        measures.size() == 1 ? Style.SINGLE_COLUMN_MM : Style.DOUBLE_COLUMN_MM,
        62,
        0,
        0,
        Sweep.key(all.getFirst(), looks),
        panels(all, looks, places));
  }

  private List<Panel> panels(List<List<Sweep>> all, Map<Group, Look> looks, double[] places) {
    return java.util.stream.IntStream.range(0, measures.size())
        .mapToObj(i -> panel(measures.get(i), all.get(i), all, looks, places))
        .toList();
  }

  /** On the scale of all measures of its unit, so that panels can be compared by eye. */
  private Panel panel(
      Measure measure,
      List<Sweep> sweeps,
      List<List<Sweep>> all,
      Map<Group, Look> looks,
      double[] places) {
    var ends = DoubleStream.builder();
    for (int i = 0; i < measures.size(); i++) {
      if (measures.get(i).unit() == measure.unit()) {
        Sweep.ends(all.get(i)).forEach(ends);
      }
    }
    var x = Axis.logAndZero(parameter, Unit.COUNT::format, 6, places);
    var panel = new Panel(x, Axis.log(measure.words, measure.unit()::format, 8, ends.build()));
    Sweep.draw(panel, sweeps.stream().map(s -> s.at(x::place)).toList(), looks);
    return panel;
  }
}
