package io.interleave.figure;

import io.interleave.table.Interval;
import io.interleave.workload.Histograms;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import tech.tablesaw.api.Table;

/**
 * Latency by percentile, the tail drawn out: a decade a nine. Closed loop: a hop's latency, with K
 * ÷ throughput, which by Little's law is its mean, as a dash at the right. Open loop: a token's,
 * from its intended start.
 */
public final class LatencyByPercentile implements Figure {
  private static final List<Double> TOLD = List.of(50.0, 90.0, 99.0, 99.9, 99.99);

  /** The curve ends where fewer samples than this lie beyond. */
  private static final int LEAST_BEYOND = 10;

  private static final int POINTS_A_DECADE = 24;

  /** Which loop's rows are drawn. */
  public enum Loop {
    /** Hops, tokens always under way. */
    CLOSED,
    /** Tokens, started at given times. */
    OPEN,
    /** The closed loop's when there are any, else the open loop's. */
    ANY
  }

  private final Loop loop;

  /** The closed loop when the table has it, else the open loop. */
  public LatencyByPercentile() {
    this(Loop.ANY);
  }

  /** That loop's rows. */
  public LatencyByPercentile(Loop loop) {
    this.loop = loop;
  }

  @Override
  public String title() {
    return "Latency by percentile";
  }

  @Override
  public Drawing draw(Table samples) {
    var all = Rows.all(samples).told();
    boolean closed =
        loop == Loop.CLOSED
            || (loop == Loop.ANY && !all.closedLoop().timed().having("hop_histogram").isEmpty());
    String column = closed ? "hop_histogram" : "token_histogram";
    var swept = closed ? Set.of("rate", "hops") : Set.<String>of();
    var groups = Group.of(closed ? all.closedLoop() : all.openLoop(), swept);
    var curves = curves(groups, column);
    String needs =
        "timed rows of the %s loop with %s (record = all or 64)"
            .formatted(closed ? "closed" : "open", column);
    Group.finished(List.copyOf(curves.keySet()), name(), needs);
    return drawing(groups, curves, closed, swept);
  }

  /** A group's merged histogram, and its intervals at the told percentiles that it reaches. */
  private record Curve(Histogram merged, List<Interval> told) {
    double nines() {
      return Math.log10(Math.max(20, (double) merged.getTotalCount() / LEAST_BEYOND));
    }

    DoubleStream ends() {
      return told.stream().flatMapToDouble(i -> DoubleStream.of(i.low(), i.high()));
    }
  }

  private static Map<Group, Curve> curves(List<Group> groups, String column) {
    var curves = new LinkedHashMap<Group, Curve>();
    for (var group : groups) {
      var forks =
          group.rows().timed().histograms(column).stream()
              .filter(h -> h.getTotalCount() > 0)
              .toList();
      if (!forks.isEmpty()) {
        var merged = Histograms.empty();
        forks.forEach(merged::add);
        var reached =
            TOLD.stream()
                .filter(p -> merged.getTotalCount() * (1 - p / 100) >= LEAST_BEYOND * 0.999)
                .toList();
        curves.put(group, new Curve(merged, Interval.ofPercentiles(forks, reached, 1)));
      }
    }
    return curves;
  }

  private Drawing drawing(
      List<Group> groups, Map<Group, Curve> curves, boolean closed, Set<String> swept) {
    int nines =
        (int)
            Math.clamp(
                Math.floor(curves.values().stream().mapToDouble(Curve::nines).max().orElse(3)),
                2,
                5);
    var values =
        curves.values().stream()
            .flatMapToDouble(c -> DoubleStream.concat(c.ends(), tail(c, nines)));
    var panel =
        new Panel(
            Axis.percentiles(nines),
            Axis.latency(closed ? "latency of a hop" : "latency of a token", 9, values));
    var looks = Group.looks(groups);
    var key = new Key();
    for (var entry : curves.entrySet()) {
      var look = Objects.requireNonNull(looks.get(entry.getKey()));
      curve(panel, entry.getKey(), entry.getValue(), look, nines);
      key.add(entry.getKey().name(), look, 1.3, true);
    }
    if (closed) {
      curves.keySet().forEach(g -> littlesLaw(panel, g, Objects.requireNonNull(looks.get(g))));
      key.add(
          "mean = effective K ÷ throughput",
          new Look(Style.INK, Mark.CIRCLE, false, List.of(2f, 1.5f)),
          1.3,
          false);
    }
    var intervals = curves.values().stream().flatMap(c -> c.told().stream()).toList();
    return new Drawing(
        title(),
        note(groups, swept, intervals, closed),
        Style.SINGLE_COLUMN_MM,
        66,
        0,
        0,
        key,
        List.of(panel));
  }

  private static DoubleStream tail(Curve curve, int nines) {
    double end = Math.min(nines, curve.nines());
    return DoubleStream.of(40, 100 * (1 - Math.pow(10, -end)))
        .map(p -> curve.merged().getValueAtPercentile(p));
  }

  private static void curve(Panel panel, Group group, Curve curve, Look look, int nines) {
    var xs = new ArrayList<Double>();
    double end = Math.min(nines + 0.2, curve.nines());
    for (double nine = 0.14; nine < end; nine += 1.0 / POINTS_A_DECADE) {
      xs.add(Math.pow(10, nine));
    }
    double[] x = xs.stream().mapToDouble(Double::doubleValue).toArray();
    double[] y =
        DoubleStream.of(x)
            .map(v -> Math.max(1, curve.merged().getValueAtPercentile(100 * (1 - 1 / v))))
            .toArray();
    panel.line(group.name(), x, y, look, 1.3);
    for (int i = 0; i < curve.told().size(); i++) {
      panel.point(1 / (1 - TOLD.get(i) / 100), curve.told().get(i), look);
    }
  }

  /**
   * Mean latency as Little's law has it: a short dash at the right edge, below the curves' tails.
   */
  private static void littlesLaw(Panel panel, Group group, Look look) {
    double mean = Means.littlesLaw(group.rows().timed());
    if (!Double.isNaN(mean)) {
      panel.add(
          (g, frame) -> {
            g.setColor(look.colour());
            g.setStroke(Look.stroke(1.3, List.of(2f, 1.5f)));
            double right = frame.plot().getMaxX() - Style.points(3);
            g.draw(
                new Line2D.Double(right - Style.points(18), frame.y(mean), right, frame.y(mean)));
            Panel.drawMark(g, right, frame.y(mean), look);
          });
    }
  }

  /** With the tokens really under way, since K shrinks as tokens retire. */
  private static String note(
      List<Group> groups, Set<String> swept, List<Interval> intervals, boolean closed) {
    String note = Note.of(groups, swept, "", intervals);
    var effective =
        groups.stream()
            .map(g -> g.rows().timed().perFork("effective_in_flight"))
            .filter(forks -> forks.length > 0)
            .mapToDouble(forks -> Interval.ofMedian(forks).median())
            .summaryStatistics();
    return !closed || effective.getCount() == 0
        ? note
        : "%s Effective K: %s.".formatted(note, Note.range(effective.getMin(), effective.getMax()));
  }
}
