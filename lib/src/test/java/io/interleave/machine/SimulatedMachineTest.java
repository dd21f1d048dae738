package io.interleave.machine;

import static io.interleave.machine.SimulatedCostsTest.COSTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.machine.SimulatedCostsTest.Allocating;
import io.interleave.machine.SimulatedCostsTest.Working;
import io.interleave.policy.GoPolicy;
import io.interleave.policy.Policy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatedMachineTest {
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /** Comes when all the others are done, and the workers sleep. */
  private static final class Late extends Task {
    private final Machine machine;
    private boolean asked;

    Late(Machine machine) {
      super(machine);
      this.machine = machine;
    }

    @Override
    protected boolean poll(Worker worker) {
      if (!asked) {
        machine.wakeAt(10_000_000, this);
      }
      boolean late = asked;
      asked = true;
      return late;
    }
  }

  private static long hash(long seed, Costs costs) throws InterruptedException {
    var machine = new SimulatedMachine<>(new GoPolicy(), 8, costs, seed);
    IntStream.range(0, 100).forEach(i -> machine.spawn(null, new Allocating(machine, 50)));
    machine.spawn(null, new Late(machine));
    assertThat(machine.close(A_SECOND)).isZero();
    return machine.traceHash();
  }

  @Test
  void theSameSeedGivesTheSameTraceAndAnotherOneAnother() throws Exception {
    assertThat(hash(7, COSTS)).isEqualTo(hash(7, COSTS)).isNotEqualTo(hash(8, COSTS));
    assertThat(hash(7, COSTS)).isNotEqualTo(hash(7, COSTS.with("pushNs", 13)));
  }

  @Test
  void tasksThatNeverEndAreCountedAtClose() throws Exception {
    var machine = new SimulatedMachine<>(new TokioPolicy(), 4, COSTS, 1);
    for (int i = 0; i < 5; i++) {
      machine.spawn(
          null,
          new Task(machine) {
            @Override
            protected boolean poll(Worker worker) {
              return false;
            }
          });
      machine.spawn(null, new Working(machine, 10));
    }
    assertThat(machine.close(A_SECOND)).isEqualTo(5);
    assertThatThrownBy(() -> machine.spawn(null, new Working(machine, 0)))
        .hasMessageContaining("closed");
  }

  @Test
  void aTaskThatThrowsEndsAlone() throws Exception {
    var machine = new SimulatedMachine<>(new TokioPolicy(), 2, COSTS, 1);
    machine.spawn(
        null,
        new Task(machine) {
          @Override
          protected boolean poll(Worker worker) {
            throw new IllegalStateException("thrown on purpose");
          }
        });
    machine.spawn(null, new Working(machine, 10));
    assertThat(machine.close(A_SECOND)).isZero();
    assertThat(machine.failure()).hasMessage("thrown on purpose");
  }

  @Test
  void whoWaitsForWhatCannotHappenIsToldAtOnce() {
    var machine = new SimulatedMachine<>(new TokioPolicy(), 64, COSTS, 1);
    assertThatThrownBy(() -> machine.await(new CountDownLatch(1)))
        .isInstanceOf(Deadlock.class)
        .hasMessageContaining("all of 64 workers sleep");
  }

  /** Never sleeps, and finds nothing. */
  private static final class RestlessPolicy implements Policy<Worker> {
    @Override
    public List<Worker> open(Machine machine, int n) {
      return IntStream.range(0, n).<Worker>mapToObj(i -> new Worker(machine, i) {}).toList();
    }

    @Override
    public Task next(Worker worker) {
      return AGAIN;
    }

    @Override
    public void ready(@Nullable Worker by, Task task, boolean yielded) {}
  }

  @Test
  void aPolicyThatSearchesWithoutEndIsNamed() {
    var machine = new SimulatedMachine<>(new RestlessPolicy(), 2, COSTS, 1);
    assertThatThrownBy(() -> machine.await(new CountDownLatch(1)))
        .hasMessageContaining("RestlessPolicy looks for work without end");
  }

  @Test
  void aMachineWithoutCoresIsRefused() {
    assertThatThrownBy(() -> new SimulatedMachine<>(new TokioPolicy(), 0, COSTS, 1))
        .hasMessageContaining("cores=0: expected 1 to 65536");
  }

  @Test
  void itsTimelineHasNoGapsAndTakesNoTime() throws Exception {
    long[] elapsed = new long[2];
    for (int i = 0; i < 2; i++) {
      var timeline = i == 0 ? null : new Timeline().withWakes();
      var machine = new SimulatedMachine<>(new TokioPolicy(), 4, COSTS, 1, timeline);
      IntStream.range(0, 50).forEach(k -> machine.spawn(null, new Allocating(machine, 20)));
      assertThat(machine.close(A_SECOND)).isZero();
      elapsed[i] = machine.elapsedNs();
      if (timeline != null) {
        long polls = 0;
        for (int w = 0; w < 4; w++) {
          assertThat(timeline.times(w).polls()).isEqualTo(machine.counters().get(w).polls);
          polls += timeline.times(w).polls();
        }
        assertThat(polls).isEqualTo(50 * 20);
        assertThat(timeline.costShare()).isZero();
        assertThat(timeline.toString()).contains("recorded in no virtual time");
      }
    }
    assertThat(elapsed[1]).isEqualTo(elapsed[0]);
  }
}
