package io.interleave.table;

import io.interleave.run.ForkRecord;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A run on one page: a row a trial, medians with intervals, the ratio to the first trial. Columns
 * nobody has a figure for are left out.
 */
final class Summary {
  private final List<TrialResult> trials;
  private final Map<TrialResult, List<Interval>> latencies = new IdentityHashMap<>();
  private final Map<String, List<String>> cells = new LinkedHashMap<>();

  private Summary(List<TrialResult> trials) {
    this.trials = trials;
  }

  static Table of(String run, List<ForkRecord> forks) {
    return new Summary(TrialResult.of(forks)).table(run);
  }

  /** The same with these metrics instead of the usual ones. */
  static Table of(String run, List<ForkRecord> forks, List<String> metrics) {
    var summary = new Summary(TrialResult.of(forks));
    summary.who();
    metrics.forEach(m -> summary.column(m, g -> text(g.median(m), Unit.of(m))));
    return summary.ended(run);
  }

  private void who() {
    column("runtime", g -> g.any().label());
    varied().forEach(p -> column(p, g -> parameter(g, p)));
  }

  /** Other workloads have other parameters. */
  private static String parameter(TrialResult trial, String name) {
    Object value = trial.any().parameters().get(name);
    return value == null ? "" : value.toString();
  }

  private Table table(String run) {
    who();
    column("throughput", g -> text(g.median("throughput_per_s"), Unit.PER_SECOND));
    column("achieved", Summary::achieved);
    column("× first", g -> ratio(g));
    column("p50", g -> latency(g, 0));
    column("p99", g -> latency(g, 1));
    column("p99.9", g -> latency(g, 2));
    column("max", g -> g.latencyMax().map(Unit.NANOSECONDS::format).orElse(""));
    column(
        "effective K",
        g -> g.effectiveInFlight().map(i -> Unit.COUNT.format(i.median())).orElse(""));
    column("CPU a message", g -> text(g.cpuPerDelivery(), Unit.NANOSECONDS));
    column("peak memory", g -> text(g.median("peak_rss_bytes"), Unit.BYTES));
    column("GCs", g -> median(g.median("gc_count"), Unit.COUNT));
    column("GC pause", g -> median(g.median("gc_pause_ns"), Unit.NANOSECONDS));
    column("OS threads", g -> median(g.median("threads"), Unit.COUNT));
    return ended(run);
  }

  private Table ended(String run) {
    column("forks", g -> Integer.toString(g.forks().size()));
    column("noisy", g -> g.noisy() == 0 ? "" : Long.toString(g.noisy()));
    column("outcome", Summary::outcome);
    var table = Table.create(run);
    cells.forEach((name, column) -> table.addColumns(StringColumn.create(name, column)));
    return table;
  }

  private static String outcome(TrialResult trial) {
    return trial.outcome()
        + (Cells.isUnvalidated(trial.any().runtime()) ? " (unvalidated: more than 4 cores)" : "");
  }

  private void column(String name, Function<TrialResult, String> cell) {
    var column = new ArrayList<String>();
    trials.forEach(g -> column.add(cell.apply(g)));
    if (column.stream().anyMatch(c -> !c.isEmpty())) {
      cells.put(name, column);
    }
  }

  /** Parameters that are not the same in all trials. */
  private List<String> varied() {
    var names = new LinkedHashSet<String>();
    trials.forEach(g -> names.addAll(g.any().parameters().keySet()));
    return names.stream()
        .filter(
            n ->
                trials.stream()
                        .map(g -> String.valueOf(g.any().parameters().get(n)))
                        .distinct()
                        .count()
                    > 1)
        .toList();
  }

  /** Open loop: the share of the offered load that was carried. */
  private static String achieved(TrialResult trial) {
    double share = trial.achieved();
    return Double.isNaN(share) ? "" : "%.1f %%".formatted(100 * share);
  }

  private String ratio(TrialResult trial) {
    if (trial == trials.getFirst()) {
      return "1";
    }
    return trial
        .ratioTo(trials.getFirst())
        .map(r -> r.format(Unit.RATIO) + (r.spansOne() && r.n() > 1 ? " no difference" : ""))
        .orElse("");
  }

  /** The p50, p99 or p99.9: all three come from one resampling. */
  private String latency(TrialResult trial, int which) {
    var intervals = latencies.computeIfAbsent(trial, t -> t.latency(50, 99, 99.9));
    return intervals.isEmpty() ? "" : intervals.get(which).format(Unit.NANOSECONDS);
  }

  private static String text(Optional<Interval> interval, Unit unit) {
    return interval.map(i -> i.format(unit)).orElse("");
  }

  private static String median(Optional<Interval> interval, Unit unit) {
    return interval.map(i -> unit.format(i.median())).orElse("");
  }
}
