package io.interleave.figure;

import io.interleave.table.Unit;
import java.util.List;
import java.util.Set;
import tech.tablesaw.api.Table;

/**
 * How many messages a second each runtime delivers in the closed loop: medians with their
 * intervals, the fastest first.
 */
public final class ThroughputByRuntime implements Figure {
  /** All closed-loop rows of the table. */
  public ThroughputByRuntime() {}

  @Override
  public String title() {
    return "Throughput in the closed loop";
  }

  @Override
  public Drawing draw(Table samples) {
    var groups = Group.of(Rows.all(samples).told().closedLoop(), Set.of("rate", "hops"));
    Group.finished(
        groups, name(), "timed rows of the closed loop (rate = 0) with throughput_per_s");
    var rows = new DotRows(groups, List.of("throughput_per_s"), Unit.PER_SECOND);
    return rows.drawing(
        title(),
        "throughput (messages/s)",
        Axis::rate,
        new Key(),
        Note.of(groups, Set.of("rate", "hops"), "", rows.intervals()));
  }
}
