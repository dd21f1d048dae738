package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.policy.Constant;
import io.interleave.policy.FifoPolicy;
import io.interleave.policy.GoPolicy;
import io.interleave.policy.TokioPolicy;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What each of its costs does to time, one after the other: a test a cost, so they are over 200
 * lines.
 */
@Timeout(60)
class SimulatedCostsTest {
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /** With round numbers where a test counts on them. */
  static final Costs COSTS =
      Costs.DEFAULT
          .with("roundPs", 4_000)
          .with("besidePermille", 1_000)
          .with("lineNs", 50)
          .with("farNs", 50);

  /** Computes, pauses, and notes when it went on; then it is done. */
  static final class Working extends Task {
    private final Machine machine;
    private final long rounds;
    private boolean worked;
    long began;
    long ended = -1;

    Working(Machine machine, long rounds) {
      super(machine);
      this.machine = machine;
      this.rounds = rounds;
    }

    @Override
    protected boolean poll(Worker worker) {
      if (!worked) {
        began = machine.now();
        worked = true;
        if (worked(worker, rounds)) {
          return false;
        }
      }
      ended = machine.now();
      return true;
    }
  }

  @Test
  void oneTaskTakesExactlyWhatItsStepsCost() throws Exception {
    var machine = new SimulatedMachine<>(new FifoPolicy(), 1, COSTS, 1);
    var task = new Working(machine, 1_000);
    machine.spawn(null, task);
    assertThat(machine.close(A_SECOND)).isZero();
    long found = COSTS.lockNs() + COSTS.switchNs() + COSTS.messageNs();
    assertThat(task.began).isEqualTo(found);
    assertThat(task.ended)
        .isEqualTo(found + COSTS.clockNs() + COSTS.recordNs() + 1_000 * COSTS.roundPs() / 1_000);
  }

  /** What is due while the one who rings is still on the way rings with the first. */
  @Test
  void timersRingLateAndTogether() throws Exception {
    var rang = rang(COSTS, 120_000, 150_000, 300_000);
    assertThat(rang.get(0)).isBetween(170_000 + COSTS.unparkP1Ns(), 300_000L);
    assertThat(rang.get(1) - rang.get(0)).isLessThan(1_000);
    assertThat(rang.get(2)).isGreaterThanOrEqualTo(350_000 + COSTS.unparkP1Ns());
  }

  @Test
  void whoSleepsLightlyWakesSoonerOrLaterThanOthers() throws Exception {
    var light = COSTS.with("lightNs", 1_000_000).with("unparkLightNs", 2_000_000);
    assertThat(rang(light, 120_000).getFirst()).isBetween(2_170_000L, 2_171_000L);
    assertThat(rang(light, 1_200_000).getFirst()).as("no longer light").isLessThan(1_400_000);
  }

  @Test
  void aTimerWheelRingsAtItsTicks() throws Exception {
    var rang = rang(COSTS.with("timerNs", 100_000), 120_000);
    assertThat(rang.get(0)).isBetween(250_000 + COSTS.unparkP1Ns(), 380_000L);
  }

  private static List<Long> rang(Costs costs, long... times) throws Exception {
    var machine = new SimulatedMachine<>(new FifoPolicy(), 1, costs, 1);
    var rang = new ArrayList<Long>();
    for (long time : times) {
      machine.spawn(
          null,
          new Task(machine) {
            private boolean asked;

            @Override
            protected boolean poll(Worker worker) {
              if (asked) {
                rang.add(machine.now());
                return true;
              }
              asked = true;
              machine.wakeAt(time, this);
              return false;
            }
          });
    }
    assertThat(machine.close(A_SECOND)).isZero();
    return rang;
  }

  /** What one task sends while it computes is seen when it is sent, not when its poll began. */
  @Test
  void nothingIsSeenBeforeTheWorkThatPrecedesItIsOver() throws Exception {
    var machine = new SimulatedMachine<>(new TokioPolicy(), 2, COSTS, 1);
    var seen = new Working(machine, 0);
    machine.spawn(
        null,
        new Task(machine) {
          private boolean worked;

          @Override
          protected boolean poll(Worker worker) {
            if (!worked) {
              worked = true;
              if (worked(worker, 1_000_000)) {
                return false;
              }
            }
            machine.spawn(worker, seen);
            return true;
          }
        });
    assertThat(machine.close(A_SECOND)).isZero();
    assertThat(seen.began).isBetween(4_000_000L, 4_200_000L);
  }

  @Test
  void tasksOnSeveralCoresRunAtTheSameTime() throws Exception {
    for (int cores : new int[] {1, 4}) {
      var machine = new SimulatedMachine<>(new FifoPolicy(), cores, COSTS, 1);
      IntStream.range(0, 4).forEach(i -> machine.spawn(null, new Working(machine, 1_000_000)));
      assertThat(machine.close(A_SECOND)).isZero();
      assertThat(machine.elapsedNs() / 4_000_000).isEqualTo(4 / cores);
    }
  }

  @Test
  void coresBesideEachOtherMaySlowEachOther() throws Exception {
    var costs = COSTS.with("besidePermille", 1_500);
    for (int tasks : new int[] {1, 2}) {
      var machine = new SimulatedMachine<>(new FifoPolicy(), tasks, costs, 1);
      IntStream.range(0, tasks).forEach(i -> machine.spawn(null, new Working(machine, 1_000_000)));
      assertThat(machine.close(A_SECOND)).isZero();
      assertThat(machine.elapsedNs()).isBetween(3_500_000L + tasks * 500_000L, 6_100_000L);
      assertThat(machine.elapsedNs() / 1_000_000).isEqualTo(tasks == 1 ? 4 : 6);
    }
  }

  /** With the same work a task: what they don't share is the cache that holds them. */
  @Test
  void aTaskOfManyIsFurtherAway() {
    var memory = new Memory(COSTS.with("taskBytes", 64), 1);
    assertThat(memory.ns(512)).as("32 KiB are in the first cache").isZero();
    assertThat(memory.ns(16_384)).as("1 MiB in the second, but for 1/32").isEqualTo(3);
    assertThat(memory.ns(524_288)).as("32 MiB in the third").isBetween(13L, 14L);
    assertThat(memory.ns(100_000_000)).isBetween(88L, 90L);
    for (long tasks = 0; tasks < 3_000_000; tasks += 1_000) {
      assertThat(memory.ns(tasks)).isLessThanOrEqualTo(memory.ns(tasks + 1_000));
    }
    assertThat(new Memory(Costs.NONE, 1).ns(1L << 30)).isZero();
  }

  @Test
  void whoLooksAtTheIdleWordPaysOnceForEachChangeOfAnother() {
    var line = new IdleLine(2, new Distance(COSTS, 2));
    assertThat(line.read(0)).isZero();
    assertThat(line.change(1)).isZero();
    assertThat(line.read(0)).isEqualTo(50);
    assertThat(line.read(0)).isZero();
    assertThat(line.change(0)).isZero();
    assertThat(line.change(1)).isEqualTo(50);
  }

  /** Two tasks that wake each other, of Tokio's policy: three of four wakes go by the slot. */
  private static long rally(Costs costs, boolean stealable) throws InterruptedException {
    var constants = Constant.with(TokioPolicy.Constants.DEFAULT, "stealableSlot", stealable);
    var machine = new SimulatedMachine<>(new TokioPolicy(constants), 1, costs, 1);
    var tasks = new Task[2];
    int[] left = {400};
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      tasks[i] =
          new Task(machine) {
            @Override
            protected boolean poll(Worker worker) {
              if (--left[0] > 0) {
                tasks[other].wake(worker);
              }
              return left[0] <= 1; // both, in their last turns
            }
          };
      machine.spawn(null, tasks[i]);
    }
    assertThat(machine.close(A_SECOND)).isZero();
    return machine.elapsedNs();
  }

  @Test
  void aSlotThatOthersMayTakeFromCostsMore() throws Exception {
    var costs = COSTS.with("slotNs", 1_000);
    assertThat(rally(costs, false)).isEqualTo(rally(COSTS, false));
    assertThat(rally(costs, true) - rally(COSTS, true)).isBetween(280_000L, 310_000L);
  }

  /** When a task has ended that wakes the other worker, which began to go to sleep long before. */
  private static long endOfOneThatWakes(Costs costs) throws InterruptedException {
    var machine = new SimulatedMachine<>(new TokioPolicy(), 2, costs, 1);
    long[] end = new long[1];
    machine.spawn(
        null,
        new Task(machine) {
          private int step;

          @Override
          protected boolean poll(Worker worker) {
            step++;
            if (step == 2) {
              machine.spawn(worker, new Working(machine, 0));
              machine.spawn(worker, new Working(machine, 0)); // now more than fit in the slot
            }
            end[0] = machine.elapsedNs();
            return step == 3 || !worked(worker, 100_000);
          }
        });
    assertThat(machine.close(A_SECOND)).isZero();
    return end[0];
  }

  @Test
  void whoIsOnItsWayToSleepIsWokenWithoutTheKernel() throws Exception {
    long asleep = endOfOneThatWakes(COSTS);
    long onItsWay = endOfOneThatWakes(COSTS.with("parkNs", 10_000_000));
    assertThat(asleep - onItsWay).isEqualTo(COSTS.wakeNs() - 2 * COSTS.lineNs());
  }

  @Test
  void moreCoresThanProcessorsShareThem() throws Exception {
    var machine = new SimulatedMachine<>(new FifoPolicy(), 4, COSTS.with("processors", 2), 1);
    IntStream.range(0, 4).forEach(i -> machine.spawn(null, new Working(machine, 1_000_000)));
    assertThat(machine.close(A_SECOND)).isZero();
    assertThat(machine.elapsedNs() / 4_000_000).isEqualTo(2);
  }

  @Test
  void aLockIsHeldByOneAtATime() {
    var lock = new Lock(1, COSTS.with("lockNs", 25), new Distance(COSTS, 4));
    assertThat(lock.hold(0, 0, 100, 0)).isEqualTo(25);
    assertThat(lock.hold(0, 0, 200, 0)).isEqualTo(25);
    assertThat(lock.hold(0, 1, 200, 0)).isEqualTo(25 + 25 + 50);
    assertThat(lock.hold(0, 2, 200, 0)).isEqualTo(25 + 75 + 75);
    assertThat(lock.hold(0, 2, 1_000, 0)).isEqualTo(25);
    assertThat(lock.hold(0, 2, 2_000, 7)).as("as many more as it moves").isEqualTo(32);
    var many = COSTS.with("lockNs", 25).with("lockLinesPermille", 2_000);
    var moving = new Lock(1, many, new Distance(COSTS, 4));
    assertThat(moving.hold(0, 0, 100, 0)).as("nobody had it").isEqualTo(25);
    assertThat(moving.hold(0, 1, 200, 0)).isEqualTo(25 + 2 * 50);
  }

  @Test
  void whatIsFarAwayCostsMore() {
    var distance = new Distance(Costs.EPYC_7763, 64);
    assertThat(distance.lineNs(0, 0)).isZero();
    assertThat(distance.lineNs(0, 7)).isEqualTo(20);
    assertThat(distance.lineNs(0, 8)).isEqualTo(113);
    long look = 1_000 * Costs.EPYC_7763.tryNs();
    assertThat(distance.tryPs()).isBetween(look + 1, look * 113 / 20);
    assertThat(new Distance(COSTS, 64).tryPs()).isEqualTo(1_000 * COSTS.tryNs());
  }

  /** Allocates, and goes on, until it has done so often enough. */
  static final class Allocating extends Task {
    private int left;

    Allocating(Machine machine, int times) {
      super(machine);
      left = times;
    }

    @Override
    protected boolean poll(Worker worker) {
      worker.counters.payloadBytes += 1_000;
      if (--left > 0) {
        wake(worker);
      }
      return left == 0;
    }
  }

  private static SimulatedMachine<?> allocate(Costs costs, int cores) throws InterruptedException {
    var machine = new SimulatedMachine<>(new FifoPolicy(), cores, costs, 1);
    machine.spawn(null, new Allocating(machine, 100));
    machine.spawn(null, new Working(machine, 1_000_000));
    assertThat(machine.close(A_SECOND)).isZero();
    return machine;
  }

  @Test
  void aCollectionStopsAllCoresAndMakesWhoAllocatesPay() throws Exception {
    long without = allocate(COSTS, 1).elapsedNs();
    var pauses = COSTS.with("collectBytes", 10_000).with("pauseNs", 100_000);
    var stopped = allocate(pauses, 1);
    assertThat(stopped.collections()).isEqualTo(10);
    assertThat(stopped.elapsedNs() - without).isEqualTo(9 * 100_000); // the last when all is done
    // On two cores the one that computes all the time, and allocates nothing, is stopped too.
    assertThat(allocate(pauses, 2).elapsedNs()).isBetween(5_000_000L, 5_100_000L);
    var marks =
        COSTS
            .with("collectBytes", 10_000)
            .with("liveBytes", 8 << 20)
            .with("markPsPerByte", 1_000)
            .with("assistPsPerByte", 1_000);
    var marking = allocate(marks, 1);
    assertThat(marking.collections()).isEqualTo(1); // it marks for 8 ms, longer than all of it
    assertThat(marking.elapsedNs() - without)
        .isEqualTo(89 * 1_000L); // nor is the last one's assist seen
  }

  @Test
  void aStackThatGrowsIsPaidByTheByte() throws Exception {
    long[] elapsed = new long[2];
    for (int i = 0; i < 2; i++) {
      long bytes = i * 64_000L;
      var machine = new SimulatedMachine<>(new FifoPolicy(), 1, COSTS, 1);
      machine.spawn(
          null,
          new Task(machine) {
            private boolean again;

            @Override
            protected boolean poll(Worker worker) {
              worker.counters.copiedBytes += again ? 0 : bytes;
              if (!again) {
                wake(worker);
              }
              boolean done = again;
              again = true;
              return done;
            }
          });
      machine.spawn(null, new Working(machine, 0));
      assertThat(machine.close(A_SECOND)).isZero();
      elapsed[i] = machine.elapsedNs();
    }
    assertThat(elapsed[1] - elapsed[0]).isEqualTo(64_000 * COSTS.growPsPerByte() / 1_000);
  }

  @Test
  void whoeverRanForAWholeSliceIsToldToGiveWay() throws Exception {
    var machine = new SimulatedMachine<>(new GoPolicy(), 1, COSTS, 1);
    var hog =
        new Task(machine) {
          private boolean works;

          @Override
          protected boolean poll(Worker worker) {
            works ^= true;
            boolean stops = works ? worked(worker, 100_000) : givesWay(worker);
            assertThat(stops).isTrue();
            return machine.elapsedNs() > 100_000_000;
          }
        };
    machine.spawn(null, hog);
    var other = new Working(machine, 0);
    machine.spawn(null, other);
    assertThat(machine.close(A_SECOND)).isZero();
    assertThat(other.began).isLessThan(25_000_000);
  }
}
