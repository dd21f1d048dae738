package io.interleave.policy;

import static io.interleave.policy.Promises.UNBOUNDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.interleave.machine.LiveMachine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds a policy to what it promises; step by step where the clock may stand still. */
@Timeout(120)
interface PromiseContract<W extends Worker> {
  /** A new one, with rings of this capacity where it has any. */
  Policy<W> policy(int ring);

  /**
   * Local work that never ends, ten tasks; half of the polls come from the slot, if there is one.
   */
  @ParameterizedTest
  @ValueSource(ints = {4, 256})
  default void aTaskFromOutsideWaitsNoLongerThanPromised(int ring) {
    var machine = new FakeMachine<>(policy(ring), 1);
    long interval = machine.policy.promises().injectTicks();
    assumeTrue(interval != UNBOUNDED);
    W worker = machine.workers.getFirst();
    machine.wake(worker, machine.tasks(10));
    // With a small ring some of the ten overflow to the inject queue, and stand before it.
    long most = ring == 4 ? 11 * interval : interval + 10;
    for (int i = 0; i < 60; i++) { // each of them from another place in the interval
      for (int polls = 0; polls < i % 7; polls++) {
        pollTwiceAndWakeBoth(machine, worker);
      }
      Task late = machine.task("late");
      machine.wake(null, late);
      assertThat(ticksUntil(machine, worker, late, 2 * most)).isLessThanOrEqualTo(most);
    }
  }

  private static <W extends Worker> long ticksUntil(
      FakeMachine<W> machine, W worker, Task late, long most) {
    long ticks = 0;
    while (ticks <= most) {
      long hits = worker.counters.slotHits;
      Task first = machine.busyNext(0);
      Task second = first == late ? late : machine.busyNext(0);
      ticks += (first == late ? 1 : 2) - (worker.counters.slotHits - hits);
      if (first == late || second == late) {
        machine.wake(worker, first == late ? new Task[0] : new Task[] {first});
        return ticks;
      }
      machine.wake(worker, first, second);
    }
    return ticks;
  }

  private static <W extends Worker> void pollTwiceAndWakeBoth(FakeMachine<W> machine, W worker) {
    Task first = machine.busyNext(0);
    Task second = machine.busyNext(0);
    machine.wake(worker, first, second);
  }

  /** Two tasks that keep waking each other, and one that waits behind them. */
  @Test
  default void theSlotHoldsTheRestUpNoLongerThanPromised() {
    var machine = new FakeMachine<>(policy(256), 1);
    Promises promises = machine.policy.promises();
    W worker = machine.workers.getFirst();
    Task ping = machine.task("ping");
    Task pong = machine.task("pong");
    Task third = machine.task("third");
    machine.wake(worker, third, ping); // ping takes the slot, if there is one
    long started = machine.now;
    long polls = 0;
    for (Task task = machine.next(0); task != third; task = machine.next(0)) {
      machine.wake(worker, task == ping ? pong : ping);
      polls++;
      if (promises.slotPolls() == UNBOUNDED) {
        assertThat(machine.now - started).isLessThanOrEqualTo(promises.slotNs() + 10_000);
      } else {
        assertThat(polls).isLessThanOrEqualTo(promises.slotPolls() + 1);
      }
    }
  }

  @Test
  default void whatIsPromisedNotToBeStolenIsNotAndTheRestIs() {
    var machine = new FakeMachine<>(policy(256), 2);
    Promises promises = machine.policy.promises();
    W busy = machine.workers.getFirst();
    Task[] tasks = machine.tasks(3); // the last takes the slot, if there is one
    machine.wake(busy, tasks);
    var seen = new HashSet<Task>();
    for (int i = 0; i < 100; i++) {
      Task task = machine.next(1);
      if (task != null) {
        seen.add(task);
      }
    }
    boolean slot = promises.slotPolls() > 0;
    assertThat(seen.contains(tasks[0])).isEqualTo(promises.queueStealable());
    assertThat(seen.contains(tasks[1])).isEqualTo(promises.queueStealable());
    assertThat(seen.contains(tasks[2]))
        .isEqualTo(slot ? promises.slotStealable() : promises.queueStealable());
  }

  /** One task wakes sixty that take a millisecond each: the other worker is to join in. */
  @Test
  default void noWorkerIdlesBesideWorkThatItMayTake() throws Exception {
    var waits = new long[9];
    for (int i = 0; i < waits.length; i++) {
      waits[i] = nsUntilAnotherJoins();
    }
    Arrays.sort(waits);
    Promises promises = policy(256).promises();
    long median = waits[waits.length / 2];
    if (promises.workConserving()) {
      assertThat(Duration.ofNanos(median)).isLessThan(Duration.ofMillis(10));
    }
    if (!promises.queueStealable()) {
      assertThat(waits).as("none joined").containsOnly(Long.MAX_VALUE);
    }
  }

  private long nsUntilAnotherJoins() throws InterruptedException {
    var joined = new ConcurrentLinkedQueue<Long>();
    try (var machine = new LiveMachine<>(policy(256), 2)) {
      Task first =
          new Task(machine) {
            @Override
            protected boolean poll(Worker worker) {
              long started = System.nanoTime();
              for (int i = 0; i < 60; i++) {
                machine.spawn(workerOf(worker), busy(machine, worker.index, started, joined));
              }
              return true;
            }
          };
      Thread.sleep(5); // both workers sleep
      machine.spawn(null, first);
      assertThat(machine.close(Duration.ofSeconds(30))).isZero();
    }
    return joined.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  @SuppressWarnings("unchecked") // a machine's workers are its policy's
  private W workerOf(Worker worker) {
    return (W) worker;
  }

  private static Task busy(
      LiveMachine<?> machine, int home, long started, ConcurrentLinkedQueue<Long> joined) {
    return new Task(machine) {
      @Override
      protected boolean poll(Worker worker) {
        long now = System.nanoTime();
        if (worker.index != home) {
          joined.add(now - started);
        }
        while (System.nanoTime() - now < 1_000_000) {
          Thread.onSpinWait();
        }
        return true;
      }
    };
  }
}
