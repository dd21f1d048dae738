package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Of {@code SchedulerZooTest}'s table, those where a lone worker says that it sleeps and does not
 * look once more: what came since its last look is then never polled.
 */
class LookOnceMoreZooTest {
  private static final Runnable NOTHING = () -> {};

  private static class Core extends ThreadPerCorePolicy {
    private Runnable beforeSleep = NOTHING;

    @Override
    @Nullable Task park(CoreWorker w) {
      var once = beforeSleep;
      beforeSleep = NOTHING;
      once.run();
      return super.park(w);
    }
  }

  private static class Pool extends Idle {
    private Runnable beforeSleep = NOTHING;

    Pool(Machine machine) {
      super(machine, 1, 1, false);
    }

    @Override
    boolean sleep(int worker, boolean searching) {
      var once = beforeSleep;
      beforeSleep = NOTHING;
      once.run();
      return super.sleep(worker, searching);
    }
  }

  private static void aTaskThatComesWhileACoreGoesToSleepIsPolled(Core policy) {
    var machine = new StepByStep<>(policy, 1);
    var task = machine.task();
    policy.beforeSleep = () -> task.wake(null);
    machine.settle(0);
    assertThat(task.polls).isEqualTo(1);
  }

  @Test
  void aCoreLooksAtItsInboxOnceMore() {
    aTaskThatComesWhileACoreGoesToSleepIsPolled(new Core());
  }

  @Test
  void aCoreThatDoesNotIsCaught() {
    assertCaught(
        () ->
            aTaskThatComesWhileACoreGoesToSleepIsPolled(
                new Core() {
                  @Override
                  boolean workPending(CoreWorker w) {
                    return false;
                  }
                }));
  }

  private static void aTaskThatComesWhileThePoolGoesIdleIsPolled(Pool idle) {
    var policy = new ForkJoinPolicy();
    var machine = new StepByStep<>(policy, 1);
    policy.idle = idle;
    var task = machine.task();
    idle.beforeSleep = () -> task.wake(null);
    machine.settle(0);
    assertThat(task.polls).isEqualTo(1);
  }

  @Test
  void anIdleWorkerOfThePoolWakesItself() {
    aTaskThatComesWhileThePoolGoesIdleIsPolled(new Pool(Machine.NONE));
  }

  @Test
  void oneThatWaitsToBeWokenIsCaught() {
    assertCaught(
        () ->
            aTaskThatComesWhileThePoolGoesIdleIsPolled(
                new Pool(Machine.NONE) {
                  @Override
                  boolean wakeUp(int worker) {
                    return false;
                  }
                }));
  }

  private static void assertCaught(org.assertj.core.api.ThrowableAssert.ThrowingCallable check) {
    assertThatThrownBy(check).isInstanceOf(AssertionError.class).hasMessageContaining("but was: 0");
  }
}
