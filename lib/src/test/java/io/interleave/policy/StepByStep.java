package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine whose workers go on only when the test says so: one thread, and so one interleaving,
 * the same every time.
 */
final class StepByStep<W extends Worker> implements Machine {
  private static final int AT_MOST = 10_000; // steps until all should be asleep

  final Policy<W> policy;
  final List<W> workers;
  private final boolean[] asleep;
  private final boolean[] unparked;
  private long now;

  StepByStep(Policy<W> policy, int n) {
    this.policy = policy;
    workers = policy.open(this, n);
    asleep = new boolean[n];
    unparked = new boolean[n];
  }

  /** Counts its polls, and is never done. */
  final class Counted extends Task {
    int polls;
    private final @Nullable Task other;

    private Counted(@Nullable Task other) {
      super(StepByStep.this);
      this.other = other;
    }

    @Override
    protected boolean poll(Worker worker) {
      polls++;
      if (other != null) {
        other.wake(worker);
      }
      return false;
    }
  }

  Counted task() {
    return new Counted(null);
  }

  /** Wakes another each time it is polled. */
  Counted taskThatWakes(Task other) {
    return new Counted(other);
  }

  /** What a worker would run now, and does not yet; null when it sleeps. */
  @Nullable Task next(int w) {
    if (asleep[w] && !unparked[w]) {
      return null;
    }
    return nextEvenIfAsleep(w);
  }

  /** A park that ends for no reason. */
  @Nullable Task nextEvenIfAsleep(int w) {
    asleep[w] = false;
    unparked[w] = false;
    Task task = Policy.AGAIN;
    for (int i = 0; task == Policy.AGAIN && i < AT_MOST; i++) {
      now += 1_000;
      task = policy.next(workers.get(w));
    }
    assertThat(task).isNotSameAs(Policy.AGAIN);
    asleep[w] = task == null;
    return task;
  }

  /** Whether it ran something. */
  boolean step(int w) {
    Task task = next(w);
    if (task != null) {
      task.run(workers.get(w));
    }
    return task != null;
  }

  /** Lets these workers go on in turn until they all sleep. */
  void settle(int... who) {
    boolean ran = true;
    for (int i = 0; ran && i < AT_MOST; i++) {
      ran = false;
      for (int w : who) {
        ran |= step(w) || unparked[w];
      }
    }
    assertThat(ran).as("still running").isFalse();
  }

  @Override
  @SuppressWarnings("unchecked") // a machine's workers are its policy's
  public void ready(@Nullable Worker by, Task task, boolean yielded) {
    policy.ready((W) by, task, yielded);
  }

  @Override
  public void spawn(@Nullable Worker by, Task task) {}

  @Override
  public void wakeAt(long time, Task task) {}

  @Override
  public void unpark(int worker) {
    unparked[worker] = true;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public long coarseNow() {
    return now;
  }

  @Override
  public void ended(Task task, @Nullable Throwable failure) {}
}
