package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.ForkRecord.RoundRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from what was measured, as further metrics of a round: what a unit took ({@code
 * unit_ns}), and of idle-tasks what a task at rest takes ({@code task_rss_bytes}, {@code
 * task_kernel_bytes}, {@code task_heap_bytes}): how much something grew, by the tasks made.
 */
final class Derived {
  private static final List<String> GROWN = List.of("rss", "kernel", "heap");

  private Derived() {}

  /** The same fork with them. */
  static ForkRecord of(ForkRecord fork) {
    return new ForkRecord(
        fork.key(),
        fork.workload(),
        fork.parameters(),
        fork.runtime(),
        fork.label(),
        fork.settings(),
        fork.warmup(),
        fork.iterations(),
        fork.fork(),
        fork.started(),
        fork.outcome(),
        fork.reason(),
        fork.version(),
        fork.notes(),
        fork.measured(),
        fork.rounds().stream().map(round -> of(round, fork.parameters())).toList());
  }

  private static RoundRecord of(RoundRecord round, Map<String, Object> parameters) {
    var metrics = new LinkedHashMap<>(round.metrics());
    put(metrics, "unit_ns", TrialResult.metric(round, "elapsed_ns") / round.deliveries());
    if (parameters.get("n") instanceof Number tasks) {
      for (String what : GROWN) {
        double idle = TrialResult.metric(round, "idle_%s_bytes".formatted(what));
        double before = TrialResult.metric(round, what + "_before_bytes");
        put(metrics, "task_%s_bytes".formatted(what), (idle - before) / tasks.doubleValue());
      }
    }
    return new RoundRecord(
        round.phase(), round.answer(), round.deliveries(), metrics, round.histograms());
  }

  private static void put(Map<String, Number> metrics, String name, double value) {
    if (!Double.isNaN(value)) {
      metrics.put(name, value);
    }
  }
}
