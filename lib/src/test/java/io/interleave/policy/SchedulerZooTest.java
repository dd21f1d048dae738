package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.policy.GoPolicy.GoWorker;
import io.interleave.policy.TokioPolicy.TokioWorker;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Nine bugs of real schedulers, each planted in a variant of the piece concerned. One check holds
 * for the real piece and fails for the variant. All but the two of {@code Parker} are one
 * interleaving on one thread, the same every time.
 *
 * <pre>
 * bug                                    source                  planted in            caught by
 * the last searcher leaves, a notifier   tokio#1768, tokio#4383  Idle.sleep            here
 *   skipped its wake-up for it
 * a wake-up lost between look and sleep  tokio#459, tokio#525    Parker.wake           ParkerZooTest
 * the LIFO slot starves the queue        tokio#4941, tokio#5712  TokioPolicy           here
 * a stale "scheduled" bit                compio#948              Task.wake             TaskZooTest
 * a worker is counted idle twice         tokio#8372              Idle.isAsleep         here
 * a deque pops a task twice              crossbeam#726           RunQueue.claim        RunQueueZooTest
 * an idle P beside queued work           golang/go#45867         GoPolicy.workPending  here
 * a lock of the scheduler's own eats     openjdk/loom#59         Parker.park           ParkerZooTest
 *   the permit to go on
 * work in a local queue that nobody is   async-executor#104      Idle.found            here
 *   told of
 * </pre>
 *
 * <p>And three that any policy of ours could have; the last loses nothing, but wakes two for one:
 *
 * <pre>
 * a core says that it sleeps, and does   as tokio#459            ThreadPerCorePolicy   LookOnceMoreZooTest
 *   not look at its inbox once more                                .workPending
 * a pool's last worker goes idle beside  as tokio#1768           Idle.wakeUp           LookOnceMoreZooTest
 *   what was just submitted
 * two notify at once, and both find      as golang/go#13527      SmolPolicy.Sleepers   SmolPolicyTest
 *   nobody notified                                                .notifyLast
 * </pre>
 */
class SchedulerZooTest {
  /** Lets something happen between a worker's last look at the queues and its sleep. */
  private static class Hooked extends Idle {
    private Runnable beforeSleep = () -> {};

    Hooked(Machine machine, int workers) {
      super(machine, workers, 2, false);
    }

    @Override
    boolean sleep(int worker, boolean searching) {
      Runnable once = beforeSleep;
      beforeSleep = () -> {};
      once.run();
      return super.sleep(worker, searching);
    }
  }

  private static StepByStep<TokioWorker> tokio(Function<Machine, Idle> idle) {
    var policy = new TokioPolicy();
    var machine = new StepByStep<>(policy, 2);
    policy.idle = idle.apply(machine);
    return machine;
  }

  private static void aTaskThatComesWhileTheLastSearcherLeavesIsPolled(
      Function<Machine, Hooked> variant) {
    var machine = tokio(variant::apply);
    var task = machine.task();
    machine.settle(0);
    ((Hooked) ((TokioPolicy) machine.policy).idle).beforeSleep = () -> task.wake(null);
    machine.settle(1, 0);
    assertThat(task.polls).isEqualTo(1);
  }

  @Test
  void theLastSearcherLooksOnceMore() {
    aTaskThatComesWhileTheLastSearcherLeavesIsPolled(m -> new Hooked(m, 2));
  }

  @Test
  void aLastSearcherThatDoesNotIsCaught() {
    assertCaught(
        () ->
            aTaskThatComesWhileTheLastSearcherLeavesIsPolled(
                m ->
                    new Hooked(m, 2) {
                      @Override
                      boolean sleep(int worker, boolean searching) {
                        super.sleep(worker, searching);
                        return false;
                      }
                    }));
  }

  private static void tasksThatWakeEachOtherLeaveATurnToTheRest(TokioPolicy.Constants constants) {
    var machine = new StepByStep<>(new TokioPolicy(constants), 1);
    var ping = new Task[1];
    var pong =
        new Task(machine) {
          @Override
          protected boolean poll(Worker worker) {
            ping[0].wake(worker);
            return false;
          }
        };
    ping[0] = machine.taskThatWakes(pong);
    ping[0].wake(null);
    var late = machine.task();
    for (int i = 0; i < 2_000; i++) {
      machine.step(0);
      if (i == 10) {
        late.wake(null);
      }
    }
    assertThat(late.polls).as("polls of the third, while two had 2,000").isEqualTo(1);
  }

  @Test
  void theLifoSlotDoesNotStarveTheQueue() {
    tasksThatWakeEachOtherLeaveATurnToTheRest(TokioPolicy.Constants.DEFAULT);
  }

  @Test
  void aLifoSlotWithoutItsCapIsCaught() {
    assertCaught(
        () ->
            tasksThatWakeEachOtherLeaveATurnToTheRest(
                Constant.with(TokioPolicy.Constants.DEFAULT, "lifoPolls", Integer.MAX_VALUE)));
  }

  private static void aWorkerIsStillWokenAfterItsParkEndedForNoReason(
      Function<Machine, Idle> variant) {
    var machine = tokio(variant);
    var hog = machine.task();
    hog.wake(null);
    assertThat(machine.next(1)).isSameAs(hog); // and goes on with it
    machine.settle(0);
    assertThat(machine.nextEvenIfAsleep(0)).isNull();
    var task = machine.task();
    task.wake(null);
    machine.settle(0);
    assertThat(task.polls).isEqualTo(1);
  }

  @Test
  void aSleeperIsCountedOnce() {
    aWorkerIsStillWokenAfterItsParkEndedForNoReason(m -> new Idle(m, 2, 2, false));
  }

  @Test
  void aSleeperThatIsCountedTwiceIsCaught() {
    assertCaught(
        () ->
            aWorkerIsStillWokenAfterItsParkEndedForNoReason(
                m ->
                    new Idle(m, 2, 2, false) {
                      @Override
                      boolean isAsleep(int worker) {
                        return false;
                      }
                    }));
  }

  /** Beside a worker that goes on with a long task, which wakes {@code woken} others. */
  private static void noWorkerSleepsBesideQueuedWork(GoPolicy policy, int woken) {
    var machine = new StepByStep<GoWorker>(policy, 2);
    var idle = new Hooked(machine, 2);
    policy.idle = idle;
    var hog = machine.task();
    hog.wake(null);
    assertThat(machine.next(0)).isSameAs(hog); // and goes on with it
    var last = machine.task();
    idle.beforeSleep =
        () -> {
          for (int i = 0; i < woken - 1; i++) {
            machine.task().wake(machine.workers.get(0));
          }
          last.wake(machine.workers.get(0));
        };
    machine.settle(1);
    assertThat(last.polls).isEqualTo(1);
  }

  @Test
  void aPThatGoesIdleLooksAtTheOthersQueues() {
    noWorkerSleepsBesideQueuedWork(new GoPolicy(), 2);
    noWorkerSleepsBesideQueuedWork(new GoPolicy(), 1); // in runnext alone
    noWorkerSleepsBesideQueuedWork(
        new GoPolicy(Constant.with(GoPolicy.Constants.DEFAULT, "runnext", false)),
        1); // in the ring alone
  }

  @Test
  void aPThatGoesIdleBesideQueuedWorkIsCaught() {
    assertCaught(
        () ->
            noWorkerSleepsBesideQueuedWork(
                new GoPolicy() {
                  @Override
                  boolean workPending() {
                    return false; // looks at no local queue; the global one is empty here
                  }
                },
                2));
  }

  private static void whatASearcherBringsHomeIsNotHiddenBehindItsTask(
      Function<Machine, Idle> variant) {
    var machine = tokio(variant);
    machine.settle(0, 1);
    var hog = machine.task();
    var task = machine.task();
    hog.wake(null); // wakes worker 1
    task.wake(null); // wakes nobody: one searches
    machine.task().wake(null);
    assertThat(machine.next(1)).isSameAs(hog); // and goes on with it; the next one is in its ring
    machine.settle(0);
    assertThat(task.polls).isEqualTo(1);
  }

  @Test
  void aSearcherThatFoundWorkTellsAnother() {
    whatASearcherBringsHomeIsNotHiddenBehindItsTask(m -> new Idle(m, 2, 2, false));
  }

  @Test
  void aSearcherThatTellsNobodyIsCaught() {
    assertCaught(
        () ->
            whatASearcherBringsHomeIsNotHiddenBehindItsTask(
                m ->
                    new Idle(m, 2, 2, false) {
                      @Override
                      boolean found() {
                        super.found();
                        return false;
                      }
                    }));
  }

  private static void assertCaught(org.assertj.core.api.ThrowableAssert.ThrowingCallable check) {
    assertThatThrownBy(check).isInstanceOf(AssertionError.class).hasMessageContaining("but was: 0");
  }
}
