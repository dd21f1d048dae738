package io.interleave.figure;

import io.interleave.table.Unit;
import java.util.List;
import java.util.Set;
import tech.tablesaw.api.Table;

/**
 * Resident memory of each runtime's process: its peak, and with all tasks parked before the clock
 * starts.
 */
public final class Memory implements Figure {
  /** All closed-loop rows of the table, or, when there are none, those of the open loop. */
  public Memory() {}

  @Override
  public String title() {
    return "Resident memory, peak and idle";
  }

  @Override
  public Drawing draw(Table samples) {
    var all = Rows.all(samples).told();
    var rows = all.closedLoop().timed().isEmpty() ? all.openLoop() : all.closedLoop();
    var groups = Group.of(rows, Set.of());
    Group.finished(groups, name(), "timed rows with peak_rss_bytes");
    var dots = new DotRows(groups, List.of("peak_rss_bytes", "idle_rss_bytes"), Unit.BYTES);
    return dots.drawing(
        title(),
        "resident memory (MB)",
        bytes -> Unit.COUNT.format(bytes / 1e6),
        key(),
        Note.of(groups, Set.of(), "", dots.intervals()));
  }

  private static Key key() {
    return new Key()
        .add(
            "peak (its value at the right)",
            new Look(Style.INK, Mark.CIRCLE, false, List.of()),
            0,
            true)
        .add("idle: tasks parked", new Look(Style.INK, Mark.CIRCLE, true, List.of()), 0, true);
  }
}
