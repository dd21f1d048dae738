package io.interleave.figure;

import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.Table;

/**
 * Open loop: messages delivered a second against messages offered. Who keeps up stays on the
 * diagonal.
 */
public final class ThroughputAgainstLoad implements Figure {
  static final Set<String> SWEPT = Set.of("rate", "messages", "inFlight");

  /** All open-loop rows of the table. */
  public ThroughputAgainstLoad() {}

  @Override
  public String title() {
    return "Throughput against offered load";
  }

  @Override
  public Drawing draw(Table samples) {
    var groups = Group.of(Rows.all(samples).told().openLoop(), SWEPT);
    var sweeps = Sweep.of(groups, "rate", Sweep.median("throughput_per_s"));
    Group.finished(
        sweeps.stream().map(Sweep::group).toList(),
        name(),
        "timed rows of the open loop (rate > 0) with throughput_per_s");
    var looks = Group.looks(groups);
    var x = Axis.log("offered load (messages/s)", Axis::rate, 5, Sweep.places(sweeps));
    var y =
        Axis.log(
            "throughput (messages/s)",
            Axis::rate,
            8,
            DoubleStream.concat(Sweep.ends(sweeps), Sweep.places(sweeps)));
    var panel = new Panel(x, y);
    var even = new Look(Style.FAINT, Mark.CIRCLE, false, List.of(3f, 2f));
    double low = Math.max(x.min(), y.min());
    double high = Math.min(x.max(), y.max());
    panel.line(
        "delivered = offered", new double[] {low, high}, new double[] {low, high}, even, 0.8);
    Sweep.draw(panel, sweeps, looks);
    var key = Sweep.key(sweeps, looks).add("delivered = offered", even, 0.8, false);
    if (Sweep.drawFailed(panel, groups, "rate", looks)) {
      key.addFailed();
    }
    return new Drawing(
        title(),
        Note.of(groups, SWEPT, "rate", Sweep.intervals(sweeps)),
        Style.SINGLE_COLUMN_MM,
        62,
        0,
        0,
        key,
        List.of(panel));
  }
}
