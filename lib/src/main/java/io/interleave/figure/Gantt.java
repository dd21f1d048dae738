package io.interleave.figure;

import io.interleave.figure.GanttBars.Bar;
import io.interleave.machine.Timeline;
import io.interleave.machine.Timeline.Span;
import io.interleave.machine.Timeline.State;
import io.interleave.table.Unit;
import io.interleave.task.Task;
import io.interleave.workload.InvalidInput;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A Gantt chart: a row a worker, and a row a task on request; what each did along the time. It
 * draws a timeline and not samples, so it is not one of the {@link Figure}s. Over 200 lines with
 * its withers.
 *
 * <pre>{@code
 * new Gantt(timeline).between(100, 250).tasks(ping, pong).draw()
 * }</pre>
 */
public final class Gantt {
  private static final Font NAME = Style.font(7.5);
  private static final double GAP = Style.points(4);
  private static final double ROW_MM = 7;

  /** Beyond it a file is heavy and a page shows no more. */
  private static final int MOST_BARS = 2000;

  /** The narrowest bar that is seen, in millimetres. */
  private static final double NARROWEST_MM = 0.12;

  /**
   * Light to dark also in grey print: parked, searching, running. Okabe and Ito's, but the grey.
   */
  private static final Map<State, Color> COLOURS =
      Map.of(
          State.RUNNING, new Color(0x0072b2),
          State.SEARCHING, new Color(0xe69f00),
          State.PARKED, new Color(0xe4e4e4),
          State.RUNNABLE, new Color(0xcc79a7));

  private final Timeline timeline;
  private final double fromUs;
  private final double toUs;
  private final List<Integer> tasks;

  /** All of its workers from beginning to end. */
  public Gantt(Timeline timeline) {
    this(timeline, 0, timeline.ns() / 1e3, List.of());
  }

  private Gantt(Timeline timeline, double fromUs, double toUs, List<Integer> tasks) {
    this.timeline = timeline;
    this.fromUs = fromUs;
    this.toUs = toUs;
    this.tasks = tasks;
  }

  /**
   * Only this window.
   *
   * @param fromUs microseconds since the timeline began
   * @param toUs its end, after {@code fromUs}
   * @throws InvalidInput when nothing was recorded in it
   */
  public Gantt between(double fromUs, double toUs) {
    if (!(fromUs >= 0 && fromUs < toUs && fromUs * 1e3 < timeline.ns())) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "between(%s, %s): expected 0 <= from < to, and from before the timeline's end at %.3f µs",
              fromUs,
              toUs,
              timeline.ns() / 1e3));
    }
    return new Gantt(timeline, fromUs, Math.min(toUs, timeline.ns() / 1e3), tasks);
  }

  /**
   * A row for each of these tasks too: when it ran and, where the timeline tells wakes, when it was
   * runnable; blank where it waited.
   */
  public Gantt tasks(Task... tasks) {
    return tasks(Stream.of(tasks).map(task -> task.number).toList());
  }

  /**
   * A row for each task that the timeline has met, by their names: for a few of them.
   *
   * @throws IllegalStateException when the timeline was not asked to tell of tasks
   */
  public Gantt allTasks() {
    return tasks(
        timeline.tasks().stream()
            .sorted(
                Comparator.comparing((Integer t) -> timeline.nameOf(t).length())
                    .thenComparing(timeline::nameOf))
            .toList());
  }

  private Gantt tasks(List<Integer> numbers) {
    return new Gantt(timeline, fromUs, toUs, numbers);
  }

  /** What is shown, in a few words. */
  public String title() {
    return "What the workers did";
  }

  /**
   * Draws it.
   *
   * @throws InvalidInput when nothing was recorded, or no font is installed
   */
  public Drawing draw() {
    if (!(fromUs < toUs)) {
      throw new InvalidInput("nothing to draw: the timeline is empty");
    }
    var rows = rows();
    double names =
        GAP + rows.keySet().stream().mapToDouble(n -> Text.width(n, NAME)).max().orElse(0);
    double least = least(rows.values(), Style.millimetres(Style.DOUBLE_COLUMN_MM) - names);
    var scale = Scale.of((toUs - fromUs) * 1e3);
    var panel = new Panel(axis(scale), Axis.rows(rows.size()));
    boolean merged = false;
    int at = 0;
    for (var row : rows.entrySet()) {
      var bars = bars(row.getValue(), least);
      merged |= bars.stream().anyMatch(Bar::merged);
      var ink = new BarRow(row.getKey(), --at, bars, scale.ns(), timeline::nameOf);
      panel.row(row.getKey(), fromUs * 1e3 / scale.ns(), toUs * 1e3 / scale.ns(), at, ink);
    }
    return new Drawing(
        title(),
        note(least, merged),
        Style.DOUBLE_COLUMN_MM,
        13 + ROW_MM * rows.size(),
        names,
        GAP,
        key(rows.values()),
        List.of(panel));
  }

  private Map<String, List<Span>> rows() {
    var rows = new LinkedHashMap<String, List<Span>>();
    for (int w = 0; w < timeline.workers(); w++) {
      rows.put("worker " + w, within(timeline.spans(w)));
    }
    for (int task : tasks) {
      rows.put(timeline.nameOf(task), within(timeline.spansOf(task)));
    }
    return rows;
  }

  private List<Span> within(List<Span> spans) {
    return spans.stream().filter(s -> s.toNs() > fromUs * 1e3 && s.fromNs() < toUs * 1e3).toList();
  }

  private List<Bar> bars(List<Span> spans, double least) {
    return GanttBars.of(spans, fromUs * 1e3, toUs * 1e3, least);
  }

  /** The shortest piece of time drawn by itself, so that there are not too many of them. */
  private double least(Collection<List<Span>> rows, double width) {
    double least = (toUs - fromUs) * 1e3 * Style.millimetres(NARROWEST_MM) / width;
    while (count(rows, least) > MOST_BARS) {
      least *= 1.5;
    }
    return least;
  }

  private int count(Collection<List<Span>> rows, double least) {
    return rows.stream().mapToInt(spans -> bars(spans, least).size()).sum();
  }

  private Axis axis(Scale scale) {
    double from = fromUs * 1e3 / scale.ns();
    double to = toUs * 1e3 / scale.ns();
    // XChart leaves out the label of a tick on the very edge.
    return new Axis(
        "time since the start (%s)".formatted(scale.unit()),
        from - (to - from) / 400,
        to,
        false,
        List.of(),
        Gantt::number);
  }

  private static String number(double value) {
    return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value);
  }

  /** The unit of the axis, by the length of the window. */
  private record Scale(double ns, String unit) {
    static Scale of(double ns) {
      return ns >= 1e10
          ? new Scale(1e9, "s")
          : ns >= 1e7
              ? new Scale(1e6, "ms")
              : ns >= 1e4 ? new Scale(1e3, "µs") : new Scale(1, "ns");
    }
  }

  private static Key key(Collection<List<Span>> rows) {
    var key = new Key();
    for (var state : State.values()) {
      if (rows.stream().anyMatch(spans -> spans.stream().anyMatch(s -> s.state() == state))) {
        key.add(
            state.name().toLowerCase(Locale.ROOT),
            new Look(colour(state), Mark.SQUARE, false, List.of()),
            0,
            true);
      }
    }
    return key;
  }

  static Color colour(State state) {
    return Objects.requireNonNull(COLOURS.get(state));
  }

  private String note(double least, boolean merged) {
    var sentences = new ArrayList<String>();
    sentences.add("%d workers.".formatted(timeline.workers()));
    if (merged) {
      sentences.add(
          "What is shorter than %s is drawn together, heights being shares of the time."
              .formatted(Unit.NANOSECONDS.format(least)));
    }
    if (timeline.leftOut() > 0) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "The timeline was full: later events left out: %,d.",
              timeline.leftOut()));
    }
    sentences.add(timeline.cost());
    return String.join(" ", sentences);
  }
}
