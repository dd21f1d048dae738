package io.interleave.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bug of {@code SchedulerZooTest}'s table that is a task's. */
class TaskZooTest {
  /** A task as its wakers and its worker see it. */
  private interface HandShake {
    void wake();

    void run();
  }

  /** What a schedule lets happen when a task was queued, and counts. */
  private static final class Schedule {
    int queued;
    int polls;
    private Runnable whileItIsQueued = () -> {};

    void ready() {
      queued++;
      Runnable once = whileItIsQueued;
      whileItIsQueued = () -> {};
      once.run();
    }
  }

  /**
   * The first waker is held up after it has queued the task; meanwhile the task is polled, waits,
   * and is woken by another. It must be queued again: its poll knew nothing of the second wake.
   */
  private static void aWakeAfterThePollQueuesItAgain(Function<Schedule, HandShake> variant) {
    var schedule = new Schedule();
    HandShake task = variant.apply(schedule);
    schedule.whileItIsQueued =
        () -> {
          task.run();
          task.wake();
        };
    task.wake();
    assertThat(schedule.polls).isEqualTo(1);
    assertThat(schedule.queued).as("times queued").isEqualTo(2);
    task.run();
    task.wake();
    assertThat(schedule.queued).as("times queued").isEqualTo(3);
  }

  private static HandShake real(Schedule schedule) {
    var machine = new Queued(schedule);
    var worker = new Worker(machine, 0) {};
    var task =
        new Task(machine) {
          @Override
          protected boolean poll(Worker polledBy) {
            schedule.polls++;
            return false;
          }
        };
    return new HandShake() {
      @Override
      public void wake() {
        task.wake(null);
      }

      @Override
      public void run() {
        task.run(worker);
      }
    };
  }

  /**
   * Two bits: whether it is scheduled, and whether a waker is at it. As in compio-executor 0.1.1, a
   * waker that finds the second one leaves the wake to the other, who may be past the queueing.
   */
  private static final class TwoBits implements HandShake {
    private final Schedule schedule;
    private boolean scheduled;
    private boolean scheduling;

    TwoBits(Schedule schedule) {
      this.schedule = schedule;
    }

    @Override
    public void wake() {
      boolean somebodyIsAtIt = scheduled || scheduling;
      scheduled = true;
      if (somebodyIsAtIt) {
        return;
      }
      scheduling = true;
      schedule.ready();
      scheduling = false;
    }

    @Override
    public void run() {
      scheduled = false;
      schedule.polls++;
    }
  }

  @Test
  void aWakeIsNotLeftToAWakerThatIsPastIt() {
    aWakeAfterThePollQueuesItAgain(TaskZooTest::real);
  }

  @Test
  void aStaleScheduledBitIsCaught() {
    assertThatThrownBy(() -> aWakeAfterThePollQueuesItAgain(TwoBits::new))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("times queued");
  }

  private static final class Queued extends Machine.None {
    private final Schedule schedule;

    private Queued(Schedule schedule) {
      this.schedule = schedule;
    }

    @Override
    public void ready(@Nullable Worker by, Task task, boolean yielded) {
      schedule.ready();
    }
  }
}
