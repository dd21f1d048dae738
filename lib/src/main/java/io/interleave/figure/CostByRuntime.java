package io.interleave.figure;

import io.interleave.table.Unit;
import java.util.List;
import java.util.Set;
import tech.tablesaw.api.Table;

/**
 * What a unit of a workload costs on each runtime, the cheapest first: nanoseconds a call, a
 * switch, a task; or any other column of the table, such as bytes a task.
 */
public final class CostByRuntime implements Figure {
  private final String column;
  private final String axis;

  /** Wall time a unit: messages of a mesh, round trips of ping-pong, calls into C. */
  public CostByRuntime() {
    this("unit_ns", "wall time a unit");
  }

  /**
   * Of a column whose name ends in its unit.
   *
   * @param column such as {@code task_rss_bytes}
   * @param axis what it is, in words
   */
  public CostByRuntime(String column, String axis) {
    this.column = column;
    this.axis = axis;
  }

  @Override
  public String title() {
    return Character.toUpperCase(axis.charAt(0)) + axis.substring(1);
  }

  @Override
  public Drawing draw(Table samples) {
    var groups = Group.of(Rows.all(samples).told().closedLoop(), Set.of());
    Group.finished(groups, name(), "timed rows with " + column);
    var rows = new DotRows(groups, List.of(column), Unit.of(column));
    return rows.drawing(
        title(),
        axis,
        Unit.of(column)::format,
        new Key(),
        Note.of(groups, Set.of(), "", rows.intervals()));
  }
}
