package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Polled a known number of times: it wakes itself until then. */
final class Yielding extends Task {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final boolean reads;
  private int left;

  Yielding(LiveMachine<?> machine, int polls, boolean reads) {
    super(machine);
    left = polls;
    this.reads = reads;
  }

  @Override
  protected boolean poll(Worker worker) {
    if (reads) {
      worker.reading = worker.machine.now();
    }
    if (--left > 0) {
      wake(worker);
    }
    return left == 0;
  }

  /** So many of them run on the machine, and then that is closed. */
  static List<Task> run(LiveMachine<?> machine, int tasks, int polls, boolean reads)
      throws InterruptedException {
    var all = new ArrayList<Task>();
    for (int i = 0; i < tasks; i++) {
      all.add(new Yielding(machine, polls, reads));
      machine.spawn(null, all.getLast());
    }
    assertThat(machine.close(PATIENCE)).isZero();
    return all;
  }
}
