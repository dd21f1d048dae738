package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.policy.TokioPolicy;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveMachineTest {
  private static Task task(LiveMachine<?> machine, boolean done) {
    return new Task(machine) {
      @Override
      protected boolean poll(Worker worker) {
        return done;
      }
    };
  }

  @Test
  void closeIsBoundedAndReportsWhatWasLeft() throws Exception {
    var machine = new LiveMachine<>(new TokioPolicy(), 2);
    for (int i = 0; i < 5; i++) {
      machine.spawn(null, task(machine, false));
      machine.spawn(null, task(machine, true));
    }
    long before = System.nanoTime();
    assertThat(machine.close(Duration.ofMillis(300))).isEqualTo(5);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(290), Duration.ofSeconds(5));
  }

  @Test
  void afterCloseNothingIsTakenAndSoNothingIsDropped() throws Exception {
    var machine = new LiveMachine<>(new TokioPolicy(), 1);
    assertThat(machine.close(Duration.ofSeconds(5))).isZero();
    assertThatThrownBy(() -> machine.spawn(null, task(machine, true)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(machine.unfinished()).isZero();
  }

  @Test
  void anIdleMachineUsesNoProcessor() throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    try (var machine = new LiveMachine<>(new TokioPolicy(), 2)) {
      machine.spawn(null, task(machine, false));
      Thread.sleep(300);
      long before = cpuNs(threads);
      Thread.sleep(1000);
      assertThat(cpuNs(threads) - before)
          .as("of a second, by the workers and the clock")
          .isLessThan(10_000_000);
    }
  }

  private static long cpuNs(java.lang.management.ThreadMXBean threads) {
    long sum = 0;
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().matches("worker \\d+|clock")) {
        sum += threads.getThreadCpuTime(info.getThreadId());
      }
    }
    return sum;
  }

  @Test
  void aMachineWithoutWorkersIsRefused() {
    assertThatThrownBy(() -> new LiveMachine<>(new TokioPolicy(), 0))
        .hasMessageContaining("workers=0");
  }
}
