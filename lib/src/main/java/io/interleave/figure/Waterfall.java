package io.interleave.figure;

import io.interleave.table.Gap;
import io.interleave.table.Interval;
import io.interleave.table.Steps;
import io.interleave.table.Unit;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A waterfall: what a hop costs in the first trial, what each step saves of it, what is left in the
 * last. It draws {@link Steps} and not samples, so it is not one of the {@link Figure}s. Over 200
 * lines with its rows' words.
 *
 * <pre>{@code
 * new Waterfall(results.steps("tokio", "tokio mailbox-impl=own", "live:tokio/stackless")).draw()
 * }</pre>
 *
 * A step's bar begins at the median of the trial before it and is as long as the median of what it
 * saves; since these are paired medians, the bars meet but for noise.
 */
public final class Waterfall {
  private static final Font SMALL = Style.font(7);
  private static final double GAP = Style.points(4);
  private static final double NAME_MM = 30;
  private static final double ROW_MM = 7;
  private static final double LINE_MM = 3.1;

  private final Steps steps;
  private final Gap gap;
  private final String cost;

  /** Of processor time a hop. */
  public Waterfall(Steps steps) {
    this(steps, steps.cpu(), "CPU time a hop");
  }

  private Waterfall(Steps steps, Gap gap, String cost) {
    this.steps = steps;
    this.gap = gap;
    this.cost = cost;
  }

  /** Of wall time × workers a hop instead, with the time in which a worker waits. */
  public Waterfall wall() {
    return new Waterfall(steps, steps.wall(), "wall time × workers a hop");
  }

  /** What is shown, in a few words. */
  public String title() {
    return "Where the gap comes from";
  }

  /** What a bar stands for: told apart by grey too, dark to light. */
  enum Kind {
    TOTAL("a trial's whole", Style.INK),
    SAVES("a change saves", new Color(0x0072b2)),
    COSTS("a change costs", new Color(0xe69f00)),
    REST("what no change names", Style.GRID);

    private final String text;
    final Color colour;

    Kind(String text, Color colour) {
      this.text = text;
      this.colour = colour;
    }
  }

  private record Row(String series, Kind kind, double from, Interval end, List<String> value) {}

  /**
   * Draws it.
   *
   * @throws io.interleave.workload.InvalidInput when no font is installed
   */
  public Drawing draw() {
    var rows = rows();
    var names = rows.stream().map(Waterfall::lines).toList();
    double left = GAP + names.stream().mapToDouble(DotRows::width).max().orElse(0);
    double right = GAP + rows.stream().mapToDouble(r -> DotRows.width(r.value())).max().orElse(0);
    var ends =
        rows.stream()
            .flatMapToDouble(r -> DoubleStream.of(r.from(), r.end().low(), r.end().high()));
    var axis = Axis.fromZero(cost + " (ns)", Unit.COUNT::format, ends);
    var panel = new Panel(axis, Axis.rows(rows.size()));
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      double next = i == rows.size() - 1 ? Double.NaN : gap.totals().get(i).median();
      var ink =
          new WaterfallRow(
              names.get(i),
              row.value(),
              right,
              row.from(),
              row.end(),
              -i - 1.0,
              next,
              row.kind().colour);
      panel.row(row.series(), row.from(), row.end().median(), -i - 1.0, ink);
    }
    int most = names.stream().mapToInt(List::size).max().orElse(1);
    return new Drawing(
        title(),
        note(),
        Style.SINGLE_COLUMN_MM,
        13 + Math.max(ROW_MM, most * LINE_MM + 1) * rows.size(),
        left,
        right,
        key(rows),
        List.of(panel));
  }

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    var labels = steps.labels();
    rows.add(total(labels.getFirst(), gap.totals().getFirst()));
    for (int step = 0; step < gap.saved().size(); step++) {
      rows.add(step(step));
    }
    rows.add(total(labels.getLast(), gap.totals().getLast()));
    return rows;
  }

  private static Row total(String label, Interval cost) {
    return new Row(label, Kind.TOTAL, 0, cost, value("", cost, ""));
  }

  private Row step(int step) {
    var saved = gap.saved().get(step);
    boolean saves = saved.median() >= 0;
    boolean rest = step == gap.saved().size() - 1;
    double from = gap.totals().get(step).median();
    var told = saves ? saved : flipped(saved, 0);
    String share =
        gap.shares().isEmpty()
            ? ""
            : " (%.0f %%)".formatted(gap.shares().get(step).median()).replace('-', '−');
    return new Row(
        steps.changes().get(step),
        rest ? Kind.REST : saves ? Kind.SAVES : Kind.COSTS,
        from,
        flipped(saved, from),
        value(saves ? "−" : "+", told, share));
  }

  /** {@code from − interval}. */
  private static Interval flipped(Interval interval, double from) {
    return new Interval(
        from - interval.median(),
        from - interval.high(),
        from - interval.low(),
        interval.n(),
        interval.kind());
  }

  /** The estimate, and below it the interval. */
  private static List<String> value(String sign, Interval interval, String after) {
    String estimate = sign + Unit.NANOSECONDS.format(interval.median()) + after;
    return interval.n() == 1
        ? List.of(estimate)
        : List.of(estimate, Unit.NANOSECONDS.format(interval.low(), interval.high()));
  }

  /** What comes first, and below it, smaller, what follows: settings, further changes. */
  private static List<String> lines(Row row) {
    String[] parts = row.series().split(row.kind() == Kind.TOTAL ? " " : "[,:] ", 2);
    return parts.length == 1
        ? List.of(parts)
        : Stream.concat(
                Stream.of(parts[0]),
                Text.wrap(parts[1], SMALL, Style.millimetres(NAME_MM)).stream())
            .toList();
  }

  private static Key key(List<Row> rows) {
    var key = new Key();
    for (var kind : Kind.values()) {
      if (rows.stream().anyMatch(r -> r.kind() == kind)) {
        key.add(kind.text, new Look(kind.colour, Mark.SQUARE, false, List.of()), 0, true);
      }
    }
    return key;
  }

  private String note() {
    var sentences = new ArrayList<String>();
    String between =
        "between %s and %s".formatted(steps.labels().getFirst(), steps.labels().getLast());
    sentences.add(
        gap.explained()
            .map(
                share ->
                    "The named changes explain %s of the %s %s."
                        .formatted(
                            share.format(Unit.PERCENT),
                            Unit.NANOSECONDS.format(Math.abs(gap.whole().median())),
                            between))
            .orElse("No difference was found " + between + "."));
    sentences.add(conditions());
    sentences.add(
        Note.statistics(gap.totals()) + " What a step saves is the median within a pass.");
    for (var trial : steps.trials()) {
      if (!trial.outcome().equals("ok")) {
        sentences.add(trial.label() + ": " + trial.outcome() + ".");
      }
    }
    return String.join(" ", sentences);
  }

  private String conditions() {
    Map<String, String> values = new LinkedHashMap<>(steps.parameters());
    values.remove("seed");
    boolean open = !Objects.requireNonNullElse(values.remove("rate"), "0").equals("0");
    return Note.conditions(values, open);
  }
}
