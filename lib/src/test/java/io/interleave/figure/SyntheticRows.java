package io.interleave.figure;

import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A table of samples that grows by a row at a time. */
final class SyntheticRows {
  private final Table table = empty();

  private static Table empty() {
    var table = Table.create("samples");
    for (var name :
        List.of(
            "run",
            "runtime",
            "label",
            "phase",
            "outcome",
            "reason",
            "workload",
            "message",
            "record",
            "seed")) {
      table.addColumns(StringColumn.create(name));
    }
    for (var name :
        List.of(
            "fork",
            "round",
            "actors",
            "messages",
            "inFlight",
            "mailbox",
            "payload",
            "retain",
            "work",
            "rate",
            "hops")) {
      table.addColumns(LongColumn.create(name));
    }
    for (var name :
        List.of(
            "throughput_per_s",
            "unit_ns",
            "offered_per_s",
            "effective_in_flight",
            "idle_rss_bytes",
            "peak_rss_bytes")) {
      table.addColumns(DoubleColumn.create(name));
    }
    for (var name : List.of("hop_histogram", "token_histogram", "token_uncorrected_histogram")) {
      table.addColumns(StringColumn.create(name));
    }
    return table;
  }

  Table table() {
    return table;
  }

  /** One of the mesh, with what all of them have in common; the measures are the caller's. */
  Row add(String label, int fork, int round, long messages) {
    var row = table.appendRow();
    row.setString("run", "synthetic");
    row.setString("runtime", label.split(" ", 2)[0]);
    row.setString("label", label);
    row.setString("phase", round == 0 ? "cold" : "timed");
    row.setString("outcome", "ok");
    row.setString("workload", "actor-mesh");
    row.setString("message", "reused");
    row.setString("record", "all");
    row.setString("seed", "42");
    row.setLong("fork", fork);
    row.setLong("round", round);
    row.setLong("actors", 10_000);
    row.setLong("messages", messages);
    row.setLong("mailbox", 64);
    row.setLong("payload", 0);
    row.setLong("retain", 0);
    row.setLong("work", 0);
    row.setLong("hops", 20);
    return row;
  }
}
