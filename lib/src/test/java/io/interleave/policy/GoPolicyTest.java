package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Task;
import org.junit.jupiter.api.Test;

class GoPolicyTest implements PolicyContract<GoPolicy.GoWorker> {
  private static final GoPolicy.Constants GO = GoPolicy.Constants.DEFAULT;

  @Override
  public Policy<GoPolicy.GoWorker> policy(int ring) {
    return new GoPolicy(Constant.with(GO, "ring", ring));
  }

  private static FakeMachine<GoPolicy.GoWorker> machine(int workers) {
    return new FakeMachine<>(new GoPolicy(), workers);
  }

  /** Lets tick 0 pass, at which the global queue comes first. */
  private static void passTickZero(FakeMachine<GoPolicy.GoWorker> machine) {
    machine.wake(machine.workers.getFirst(), machine.task("first"));
    machine.now += GO.sliceNs(); // or it would inherit a tick that never was
    assertThat(machine.run(0, 1)).containsExactly("first");
  }

  @Test
  void runnextThenLocalThenGlobalThenOthers() {
    var machine = machine(2);
    passTickZero(machine);
    machine.wake(null, machine.task("global"));
    machine.wake(machine.workers.get(1), machine.task("other's"), machine.task("other's runnext"));
    machine.wake(machine.workers.get(0), machine.task("local"), machine.task("runnext"));
    assertThat(machine.run(0, 5))
        .containsExactly("runnext", "local", "global", "other's", "other's runnext");
  }

  @Test
  void every61stTickTheGlobalQueueComesFirst() {
    var machine = machine(1);
    passTickZero(machine);
    machine.wake(machine.workers.getFirst(), machine.tasks(100));
    machine.wake(null, machine.task("global"));
    var names = machine.run(0, 101);
    // runnext inherits tick 1, and 60 from the ring follow.
    assertThat(names.indexOf("global")).isEqualTo(61);
  }

  @Test
  void aUsedUpSliceSendsRunnextToTheGlobalQueue() {
    var machine = machine(1);
    passTickZero(machine);
    machine.wake(machine.workers.getFirst(), machine.task("local"), machine.task("runnext"));
    machine.now += GO.sliceNs();
    assertThat(machine.run(0, 2)).containsExactly("local", "runnext");
    assertThat(machine.workers.getFirst().counters.slotHits).isZero();
  }

  /**
   * {@code sysmon}: two looks a slice apart at the same tick end the turn, and the next is whole.
   */
  @Test
  void whoIsFoundInOneTickForAWholeSliceShallGiveWay() {
    var machine = machine(1);
    passTickZero(machine);
    var worker = machine.workers.getFirst();
    machine.policy.watch(machine.now);
    machine.policy.watch(machine.now + GO.sliceNs() - 1);
    assertThat(worker.budget).isPositive();
    machine.policy.watch(machine.now + GO.sliceNs());
    assertThat(worker.budget).isZero();
    machine.now += GO.sliceNs();
    machine.wake(null, machine.task("next"));
    machine.next(0);
    assertThat(worker.budget).isPositive();
  }

  @Test
  void whoYieldsGoesBehindAllOthers() {
    var machine = machine(1);
    passTickZero(machine);
    machine.yield(machine.workers.getFirst(), machine.task("yielded"));
    machine.wake(machine.workers.getFirst(), machine.task("a"), machine.task("b"));
    assertThat(machine.run(0, 3)).containsExactly("b", "a", "yielded");
  }

  @Test
  void aFullRingSendsItsOlderHalfAndTheNewOneToTheGlobalQueue() {
    var machine = new FakeMachine<>(policy(4), 1);
    passTickZero(machine);
    machine.wake(machine.workers.getFirst(), machine.tasks(6)); // 0 to 3 in the ring, 5 in runnext
    assertThat(machine.workers.getFirst().counters.overflows).isEqualTo(3);
    assertThat(machine.run(0, 6))
        .containsExactly("task 5", "task 2", "task 3", "task 0", "task 1", "task 4");
  }

  @Test
  void aGlobalGrabIsAFairShareAndNoMoreThanHalfARing() {
    var machine = machine(2);
    machine.workers.getFirst();
    machine.wake(null, machine.tasks(1_000));
    passOne(machine, 0); // tick 0 takes one alone
    passOne(machine, 0);
    assertThat(machine.run(1, 1)).as("tick 0 of the other").containsExactly("task 129");
  }

  private static void passOne(FakeMachine<GoPolicy.GoWorker> machine, int worker) {
    assertThat(machine.run(worker, 1)).hasSize(1);
  }

  @Test
  void runnextIsLeftToItsOwnerForThreeMicroseconds() {
    var machine = machine(2);
    Task kept = machine.task("kept");
    machine.wake(machine.workers.get(0), kept);
    var thief = machine.workers.get(1);
    long started = -1;
    Task task = machine.policy.next(thief);
    while (task == Policy.AGAIN) {
      machine.now += 100;
      started =
          started < 0 && thief.counters.stealTries == GO.stealRounds() ? machine.now : started;
      task = machine.policy.next(thief);
    }
    assertThat(task).isSameAs(kept);
    assertThat(machine.now - started).isBetween(2_900L, 3_200L);
  }

  /** injectglist: one idle P for each, although a spinning one is under way; not as a spinner. */
  @Test
  void eachWakeFromOutsideStartsAnIdleP() {
    var machine = machine(4);
    for (int i = 1; i < 4; i++) {
      assertThat(machine.next(i)).isNull();
    }
    machine.wake(null, machine.tasks(2));
    assertThat(machine.unparked).hasSize(2).doesNotHaveDuplicates();
    int woken = machine.unparked.getFirst();
    machine.unparked.clear();
    assertThat(machine.next(woken)).isNotNull();
    assertThat(machine.unparked).as("woken by one that did not spin").isEmpty();
  }

  /** wakep: only one at a time is woken to spin, until it has found something. */
  @Test
  void aWakeFromWithinStartsOneSpinnerWhoStartsTheNext() {
    var machine = machine(4);
    for (int i = 1; i < 4; i++) {
      assertThat(machine.next(i)).isNull();
    }
    machine.wake(machine.workers.get(0), machine.tasks(8));
    assertThat(machine.unparked).hasSize(1);
    assertThat(machine.next(machine.unparked.getFirst())).isNotNull();
    assertThat(machine.unparked).hasSize(2);
  }
}
