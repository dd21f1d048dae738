package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.interleave.machine.LiveMachine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every policy owes its tasks, on real threads, with rings so small that they overflow. */
@Timeout(120)
interface PolicyContract<W extends Worker> extends PromiseContract<W>, YieldContract<W> {
  /** Notices when it is polled twice at once. */
  abstract class Watched extends Task {
    final AtomicBoolean polled = new AtomicBoolean();
    final AtomicLong overlaps;

    Watched(LiveMachine<?> machine, AtomicLong overlaps) {
      super(machine);
      this.overlaps = overlaps;
    }

    @Override
    protected final boolean poll(Worker worker) {
      if (!polled.compareAndSet(false, true)) {
        overlaps.incrementAndGet();
      }
      try {
        return go(worker);
      } finally {
        polled.set(false);
      }
    }

    abstract boolean go(Worker worker);
  }

  /** Takes a number of wakes: done when each of them was seen. */
  final class Receiver extends Watched {
    final AtomicInteger sent = new AtomicInteger();
    final int expected;

    Receiver(LiveMachine<?> machine, AtomicLong overlaps, int expected) {
      super(machine, overlaps);
      this.expected = expected;
    }

    void send(@Nullable Worker by) {
      sent.incrementAndGet();
      wake(by);
    }

    @Override
    boolean go(Worker worker) {
      return sent.get() == expected;
    }
  }

  /** However many a worker takes at a time. */
  @Test
  default void everyTaskFromOutsideIsCountedAsGrabbedOnce() {
    var machine = new FakeMachine<>(policy(256), 2);
    machine.wake(null, machine.tasks(300));
    int run = machine.run(0, 300).size() + machine.run(1, 300).size();
    assertThat(run).isEqualTo(300);
    assertThat(machine.workers.stream().mapToLong(w -> w.counters.injectGrabs).sum())
        .isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  default void everyWakeIsFollowedByAPollAndNoTaskIsPolledTwiceAtOnce(int workers)
      throws Exception {
    int tasks = 500;
    int each = 40;
    var overlaps = new AtomicLong();
    var machine = new LiveMachine<>(policy(4), workers);
    List<Receiver> receivers =
        IntStream.range(0, tasks).mapToObj(i -> new Receiver(machine, overlaps, 2 * each)).toList();
    receivers.forEach(r -> machine.spawn(null, r));
    for (int s = 0; s < each; s++) { // half of the wakes by tasks, half from outside
      int seed = s;
      machine.spawn(
          null,
          new Watched(machine, overlaps) {
            @Override
            boolean go(Worker worker) {
              shuffled(receivers, seed).forEach(r -> r.send(worker));
              return true;
            }
          });
    }
    var outside = new ArrayList<Thread>();
    for (int t = 0; t < 2; t++) {
      int seed = 1000 + t;
      outside.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int s = 0; s < each / 2; s++) {
                      shuffled(receivers, seed + s).forEach(r -> r.send(null));
                    }
                  }));
    }
    for (Thread thread : outside) {
      thread.join();
    }
    assertThat(machine.close(PATIENCE)).as("tasks that were never polled again").isZero();
    assertThat(overlaps).hasValue(0);
    assertThat(machine.failure()).isNull();
  }

  private static List<Receiver> shuffled(List<Receiver> receivers, long seed) {
    var copy = new ArrayList<>(receivers);
    java.util.Collections.shuffle(copy, new java.util.Random(seed));
    return copy;
  }

  /** Wakes with pauses between, so that workers go to sleep and are woken again. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  default void noWakeUpIsLostWhenAllWorkersAreGoingToSleep(int workers) throws Exception {
    var overlaps = new AtomicLong();
    var machine = new LiveMachine<>(policy(4), workers);
    var random = new SplittableRandom(7);
    for (int i = 0; i < 3_000; i++) {
      var receiver = new Receiver(machine, overlaps, 1);
      machine.spawn(null, receiver);
      for (long spin = random.nextLong(200); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      receiver.send(null);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!receiver.isDone()) {
        assertThat(System.nanoTime()).as("wake-up %d was lost", i).isLessThan(end);
        Thread.onSpinWait();
      }
    }
    assertThat(machine.close(PATIENCE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  default void aTaskThatThrowsEndsAloneAndEveryWorkerLivesOn(int workers) throws Exception {
    var machine = new LiveMachine<>(policy(256), workers);
    var overlaps = new AtomicLong();
    for (int i = 0; i < 10_000; i++) {
      machine.spawn(
          null,
          new Watched(machine, overlaps) {
            @Override
            boolean go(Worker worker) {
              throw new IllegalStateException("thrown on purpose");
            }
          });
    }
    var after = new Receiver(machine, overlaps, 1);
    machine.spawn(null, after);
    after.send(null);
    assertThat(machine.close(PATIENCE)).isZero();
    assertThat(machine.failure()).hasMessage("thrown on purpose");
    assertThat(after.isDone()).isTrue();
  }

  /** Two tasks that keep waking each other must not shut out what came from outside. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  default void tasksThatWakeEachOtherDoNotStarveTheRest(int workers) throws Exception {
    assumeTrue(policy(256).promises().injectTicks() != Promises.UNBOUNDED);
    var machine = new LiveMachine<>(policy(256), workers);
    var overlaps = new AtomicLong();
    var stop = new AtomicBoolean();
    var pair = new Watched[2 * workers];
    for (int i = 0; i < pair.length; i++) {
      int other = i ^ 1;
      pair[i] =
          new Watched(machine, overlaps) {
            @Override
            boolean go(Worker worker) {
              pair[other].wake(worker);
              return stop.get();
            }
          };
    }
    for (Watched task : pair) {
      machine.spawn(null, task);
    }
    var late = new Receiver(machine, overlaps, 1);
    machine.spawn(null, late);
    late.send(null);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!late.isDone() && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    stop.set(true);
    for (Watched task : pair) {
      task.wake(null);
    }
    assertThat(late.isDone()).isTrue();
    assertThat(machine.close(PATIENCE)).isZero();
  }
}
