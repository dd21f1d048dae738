package io.interleave.runtime;

import io.interleave.machine.LiveMachine;
import io.interleave.machine.Timeline;
import io.interleave.policy.Policy;
import io.interleave.task.LinkedMailbox;
import io.interleave.task.Worker;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import io.interleave.workload.Round;
import io.interleave.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Supplier;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * The live machine within this very JVM: for looking inside a scheduler, and for a policy written
 * in a notebook's cell. What else this JVM does (its collector, its compiler, a kernel) is in the
 * figures, so they are not to be compared with those of forks.
 *
 * @param label what it is called
 * @param policy makes a new one for each run
 * @param representation of tasks
 * @param workers threads, at least 1
 * @param warmup rounds that are run and discarded first, on machines of their own
 */
public record InProcess(
    String label,
    Supplier<? extends Policy<?>> policy,
    Representation representation,
    int workers,
    int warmup) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A policy of one's own, on polled tasks and two workers. */
  public static InProcess of(String label, Supplier<? extends Policy<?>> policy) {
    return new InProcess(label, policy, Representation.STACKLESS, 2, 3);
  }

  /**
   * One of the library's, by name.
   *
   * @param name {@code go/stackful}; {@code live:} may stand before
   * @throws InvalidInput when there is none
   */
  public static InProcess named(String name) {
    String[] parts = name.replaceFirst("^live:", "").split("/", 2);
    if (parts.length < 2) {
      throw new InvalidInput(
          "'%s': expected <policy>/<representation>, such as go/stackful".formatted(name));
    }
    Policies.make(parts[0], Map.of()); // refuses an unknown one now
    return new InProcess(
        name, () -> Policies.make(parts[0], Map.of()), Representation.named(parts[1]), 2, 3);
  }

  /** With another representation of tasks. */
  public InProcess tasks(String representation) {
    return new InProcess(label, policy, Representation.named(representation), workers, warmup);
  }

  /** With so many workers. */
  public InProcess workers(int n) {
    return new InProcess(label, policy, representation, n, warmup);
  }

  /** With so many rounds before the one that counts. */
  public InProcess warmup(int rounds) {
    return new InProcess(label, policy, representation, workers, rounds);
  }

  /**
   * What was seen.
   *
   * @param label as above
   * @param workload that was run
   * @param round what it gave; its answer was right
   * @param counters what all workers did, by the names of a table's columns
   * @param timeline who did what when
   */
  public record Seen(
      String label, Workload workload, Round round, Map<String, Long> counters, Timeline timeline) {
    /** One row: throughput, latency of a hop where it was recorded, and the counters. */
    public Table table() {
      var columns = new ArrayList<Column<?>>();
      columns.add(StringColumn.create("runtime", label));
      columns.add(StringColumn.create("workload", workload.name()));
      columns.add(
          DoubleColumn.create("throughput_per_s", round.deliveries() * 1e9 / round.elapsedNs()));
      var hops = round.histograms().get("hop");
      if (hops != null) {
        columns.add(DoubleColumn.create("hop_p99_ns", hops.getValueAtPercentile(99)));
      }
      counters.forEach((name, sum) -> columns.add(LongColumn.create(name, sum)));
      return Table.create(label, columns);
    }
  }

  /** Runs it. */
  public Seen run(Workload workload) throws InterruptedException {
    return run(workload, new Timeline());
  }

  /**
   * Runs it and records a timeline of the last round.
   *
   * @param timeline an empty one
   * @throws InvalidInput when this JVM lacks a flag, or the mesh is stuck
   * @throws IllegalStateException when the answer is wrong
   */
  public Seen run(Workload workload, Timeline timeline) throws InterruptedException {
    representation.check();
    for (int i = 0; i < warmup; i++) {
      run(workload, policy.get(), timeline.withRoom(0));
    }
    return run(workload, policy.get(), timeline);
  }

  private <W extends Worker> Seen run(Workload workload, Policy<W> policy, Timeline timeline)
      throws InterruptedException {
    var machine = new LiveMachine<>(policy, workers, timeline);
    try {
      var execution = representation.execution(workload, machine, LinkedMailbox::new);
      try (var _ =
          new Watch(execution, PATIENCE, _ -> {}, why -> execution.abort(new InvalidInput(why)))) {
        Round round = execution.run(Meter.NONE);
        if (round.answer() != workload.answer()) {
          throw new IllegalStateException(
              "%s: answer %016x instead of %016x"
                  .formatted(label, round.answer(), workload.answer()));
        }
        machine.close(PATIENCE);
        return new Seen(label, workload, round, Worker.Counters.sum(machine.counters()), timeline);
      }
    } finally {
      machine.close();
    }
  }
}
