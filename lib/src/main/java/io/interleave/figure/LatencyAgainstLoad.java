package io.interleave.figure;

import io.interleave.table.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.Table;

/**
 * Open loop: a token's latency against offered load, a plot a percentile on one scale. Counted from
 * the intended start, so that a stall is not hidden; counted from the actual start, thin and
 * dotted, it hides what the queue before it cost.
 */
public final class LatencyAgainstLoad implements Figure {
  private static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9);
  private static final List<Float> DOTS = List.of(1f, 1.4f);

  /** All open-loop rows of the table. */
  public LatencyAgainstLoad() {}

  @Override
  public String title() {
    return "Latency against offered load";
  }

  @Override
  public Drawing draw(Table samples) {
    var groups = Group.of(Rows.all(samples).told().openLoop(), ThroughputAgainstLoad.SWEPT);
    var corrected = Sweep.percentiles(groups, "rate", "token_histogram", PERCENTILES);
    var uncorrected = Sweep.percentiles(groups, "rate", "token_uncorrected_histogram", PERCENTILES);
    Group.finished(
        corrected.getFirst().stream().map(Sweep::group).toList(),
        name(),
        "timed rows of the open loop (rate > 0) with token_histogram");
    var looks = Group.looks(groups);
    var places = Sweep.places(corrected.getFirst()).toArray();
    var ends =
        DoubleStream.concat(
                corrected.stream().flatMapToDouble(Sweep::ends),
                uncorrected.stream().flatMapToDouble(Sweep::ends))
            .toArray();
    var panels = new ArrayList<Panel>();
    var intervals = new ArrayList<Interval>();
    boolean failed = false;
    for (int i = 0; i < PERCENTILES.size(); i++) {
      String percent =
          PERCENTILES.get(i) == 99.9 ? "99.9" : Integer.toString(PERCENTILES.get(i).intValue());
      var x = Axis.log("offered load (messages/s)", Axis::rate, 4, DoubleStream.of(places));
      var panel =
          new Panel(x, Axis.latency(percent + " % of tokens within", 8, DoubleStream.of(ends)));
      Sweep.drawFaint(panel, uncorrected.get(i), looks, DOTS);
      Sweep.draw(panel, corrected.get(i), looks);
      failed |= Sweep.drawFailed(panel, groups, "rate", looks);
      intervals.addAll(Sweep.intervals(corrected.get(i)));
      panels.add(panel);
    }
    var key = Sweep.key(corrected.getFirst(), looks);
    key.add("from the actual start", new Look(Style.INK, Mark.CIRCLE, false, DOTS), 0.9, false);
    if (failed) {
      key.addFailed();
    }
    return new Drawing(
        title(),
        Note.of(groups, ThroughputAgainstLoad.SWEPT, "rate", intervals),
        Style.DOUBLE_COLUMN_MM,
        58,
        0,
        0,
        key,
        panels);
  }
}
