package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.ForkRecord.RoundRecord;
import io.interleave.workload.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Recorded forks as one table, a row a round; a fork without rounds has one row, with its reason.
 * Figures are columns with their unit at the end of the name ({@code _ns}, {@code _bytes}, {@code
 * _per_s}); what was not measured is missing.
 */
final class Samples {
  private static final List<String> HISTOGRAMS =
      List.of("hop", "hop_drain", "token", "token_uncorrected", "pacer_late");
  private static final List<String> FIGURES =
      List.of(
          "throughput_per_s",
          "elapsed_ns",
          "start_ns",
          "cpu_ns",
          "offered_per_s",
          "effective_in_flight",
          "idle_rss_bytes",
          "peak_rss_bytes",
          "threads",
          "gc_count",
          "gc_pause_ns",
          "allocated_bytes",
          "minor_faults",
          "involuntary_switches",
          "foreign_cpu",
          "stolen_cpu");

  private final Map<String, Column<?>> columns = new LinkedHashMap<>();
  private int rows;

  private Samples() {}

  static Table of(String run, List<ForkRecord> forks) {
    var samples = new Samples();
    samples.declare();
    forks.forEach(fork -> samples.add(run, fork));
    return samples.table(run);
  }

  /** Those of {@code sim:…@cores}. */
  static Table byCores(Table samples) {
    var some = samples.where(samples.stringColumn("runtime").startsWith("sim:"));
    if (some.isEmpty()) {
      throw new InvalidInput("no simulated machine in " + samples.name());
    }
    var cores = IntColumn.create("cores");
    var runtimes = some.stringColumn("runtime");
    var labels = some.stringColumn("label");
    for (int row = 0; row < some.rowCount(); row++) {
      String runtime = runtimes.get(row);
      int at = runtime.lastIndexOf('@');
      cores.append(Integer.parseInt(runtime.substring(at + 1)));
      runtimes.set(row, runtime.substring(0, at));
      labels.set(row, labels.get(row).replaceFirst("@\\d+", ""));
    }
    return some.addColumns(cores);
  }

  /** So that a table without rows, or of DNFs alone, has its columns too. */
  private void declare() {
    List.of("run", "runtime", "label", "phase", "outcome", "reason", "workload")
        .forEach(this::text);
    whole("fork");
    whole("round");
    FIGURES.forEach(this::figure);
    HISTOGRAMS.stream()
        .filter(h -> !h.equals("hop_drain"))
        .forEach(h -> quantiles(h).forEach(this::figure));
    HISTOGRAMS.forEach(h -> text(h + "_histogram"));
  }

  private void add(String run, ForkRecord fork) {
    if (fork.rounds().isEmpty()) {
      row(run, fork, "", 0, null);
    }
    for (int i = 0; i < fork.rounds().size(); i++) {
      RoundRecord round = fork.rounds().get(i);
      row(run, fork, round.phase(), i, round);
    }
  }

  private void row(
      String run, ForkRecord fork, String phase, int index, @Nullable RoundRecord round) {
    set("run", run);
    set("runtime", fork.runtime());
    set("label", fork.label());
    set("phase", phase);
    set("outcome", fork.outcome());
    set("reason", fork.reason() == null ? "" : fork.reason());
    set("workload", fork.workload());
    whole("fork").append(fork.fork());
    whole("round").append(index);
    fork.parameters().forEach(this::parameter);
    fork.measured().forEach(this::figure);
    if (round != null) {
      round.metrics().forEach((name, value) -> figure(name, value.doubleValue()));
      latencies(round);
    }
    rows++;
    columns.values().forEach(column -> fill(column, rows));
  }

  private void latencies(RoundRecord round) {
    for (String name : round.histograms().keySet()) {
      set(name + "_histogram", round.histograms().getOrDefault(name, ""));
      if (!name.startsWith("hop")) {
        Latency.of(round, name).ifPresent(h -> quantiles(name, h));
      }
    }
    Latency.of(round, "hop")
        .or(() -> Latency.of(round, "hop_drain"))
        .ifPresent(h -> quantiles("hop", h));
    Latency.allHops(round)
        .ifPresent(
            all -> {
              Number throughput = round.metrics().getOrDefault("throughput_per_s", Double.NaN);
              figure("effective_in_flight", throughput.doubleValue() * all.getMean() / 1e9);
            });
  }

  private static List<String> quantiles(String name) {
    return List.of(
        name + "_mean_ns",
        name + "_p50_ns",
        name + "_p99_ns",
        name + "_p99_9_ns",
        name + "_max_ns");
  }

  private void quantiles(String name, Histogram h) {
    double[] values = {
      h.getMean(),
      h.getValueAtPercentile(50),
      h.getValueAtPercentile(99),
      h.getValueAtPercentile(99.9),
      h.getMaxValue()
    };
    for (int i = 0; i < values.length; i++) {
      figure(quantiles(name).get(i), values[i]);
    }
  }

  private void parameter(String name, Object value) {
    if (value instanceof Number number) {
      column(name, LongColumn.class, () -> LongColumn.create(name)).append(number.longValue());
    } else {
      set(name, value.toString());
    }
  }

  private void set(String name, String value) {
    text(name).append(value);
  }

  private StringColumn text(String name) {
    return column(name, StringColumn.class, () -> StringColumn.create(name));
  }

  private IntColumn whole(String name) {
    return column(name, IntColumn.class, () -> IntColumn.create(name));
  }

  private DoubleColumn figure(String name) {
    return column(name, DoubleColumn.class, () -> DoubleColumn.create(name));
  }

  private void figure(String name, double value) {
    figure(name).append(value);
  }

  /** A column that first appears in a late row is missing in all before it. */
  private <C extends Column<?>> C column(String name, Class<C> type, Supplier<C> made) {
    return type.cast(
        columns.computeIfAbsent(
            name,
            _ -> {
              C column = made.get();
              fill(column, rows);
              return column;
            }));
  }

  private static void fill(Column<?> column, int rows) {
    while (column.size() < rows) {
      column.appendMissing();
    }
  }

  private Table table(String run) {
    return Table.create(run, columns.values().toArray(Column[]::new));
  }
}
