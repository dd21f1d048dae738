package io.interleave.figure;

import io.interleave.table.Interval;
import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * Closed loop: a hop's 99th percentile beside its mean, K ÷ throughput, against K. Where both grow
 * alike, latency is K's doing and not the runtime's.
 */
public final class LatencyAgainstInFlight implements Figure {
  private static final Set<String> SWEPT = Set.of("inFlight", "messages", "rate", "hops");

  /** All closed-loop rows of the table. */
  public LatencyAgainstInFlight() {}

  @Override
  public String title() {
    return "Latency against tokens in flight";
  }

  @Override
  public Drawing draw(Table samples) {
    var groups = Group.of(Rows.all(samples).told().closedLoop(), SWEPT);
    var tails = Sweep.percentiles(groups, "inFlight", "hop_histogram", List.of(99.0)).getFirst();
    var means = Sweep.of(groups, "inFlight", LatencyAgainstInFlight::littlesLaw);
    String needs =
        "timed rows of the closed loop (rate = 0) with hop_histogram (record = all or 64)";
    Group.finished(tails.stream().map(Sweep::group).toList(), name(), needs);
    var looks = Group.looks(groups);
    double[] ends = DoubleStream.concat(Sweep.ends(tails), Sweep.ends(means)).toArray();
    double[] places = DoubleStream.concat(Sweep.places(tails), Sweep.places(means)).toArray();
    if (DoubleStream.of(places).distinct().count() < 2) {
      throw new InvalidInput(name() + " needs at least two values of inFlight");
    }
    var intervals = Stream.of(tails, means).flatMap(s -> Sweep.intervals(s).stream()).toList();
    var panels =
        List.of(
            panel("99 % of hops within", tails, looks, places, ends),
            panel("mean = K ÷ throughput", means, looks, places, ends));
    return new Drawing(
        title(),
        Note.of(groups, SWEPT, "inFlight", intervals),
        Style.DOUBLE_COLUMN_MM,
        62,
        0,
        0,
        Sweep.key(means, looks),
        panels);
  }

  private static Panel panel(
      String title, List<Sweep> sweeps, Map<Group, Look> looks, double[] places, double[] ends) {
    var x = Axis.log("tokens in flight, K", Unit.COUNT::format, 6, DoubleStream.of(places));
    var panel = new Panel(x, Axis.latency(title, 8, DoubleStream.of(ends)));
    Sweep.draw(panel, sweeps, looks);
    return panel;
  }

  /** K ÷ throughput, with the throughput's interval turned round. */
  private static List<Interval> littlesLaw(Rows rows) {
    double[] throughput = rows.perFork("throughput_per_s");
    double k = rows.number("inFlight", rows.index()[0]);
    return throughput.length == 0
        ? List.of()
        : List.of(Interval.ofMedian(DoubleStream.of(throughput).map(s -> k / s * 1e9).toArray()));
  }
}
