package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Task;
import org.junit.jupiter.api.Test;

class ForkJoinPolicyTest implements PolicyContract<ForkJoinPolicy.ForkJoinWorker> {
  @Override
  public Policy<ForkJoinPolicy.ForkJoinWorker> policy(int ring) {
    return new ForkJoinPolicy(Constant.with(ForkJoinPolicy.Constants.DEFAULT, "ring", ring));
  }

  private static FakeMachine<ForkJoinPolicy.ForkJoinWorker> machine(int workers) {
    return new FakeMachine<>(new ForkJoinPolicy(), workers);
  }

  @Test
  void firstInFirstOutAlsoBeyondTheRing() {
    var machine = new FakeMachine<>(policy(4), 1);
    machine.wake(machine.workers.getFirst(), machine.tasks(7));
    assertThat(machine.run(0, 3)).containsExactly("task 0", "task 1", "task 2");
    machine.wake(machine.workers.getFirst(), machine.task("late"));
    assertThat(machine.run(0, 9)).containsExactly("task 3", "task 4", "task 5", "task 6", "late");
  }

  @Test
  void aThiefFindsWhatStandsBehindTheRing() {
    var machine = new FakeMachine<>(policy(4), 2);
    machine.wake(machine.workers.getFirst(), machine.tasks(7));
    assertThat(machine.run(1, 9)).hasSize(7);
    assertThat(machine.workers.get(1).counters.stolen).isEqualTo(7);
  }

  @Test
  void aThiefTakesOneAtATimeAndComesBackToTheSameQueue() {
    var machine = machine(2);
    machine.wake(machine.workers.get(0), machine.tasks(4));
    assertThat(machine.next(1)).isNotNull();
    assertThat(machine.workers.get(1).counters.stolen).isEqualTo(1);
    assertThat(machine.run(1, 2)).containsExactly("task 1", "task 2");
    assertThat(machine.run(0, 9)).containsExactly("task 3");
  }

  @Test
  void whatATaskWakesComesBeforeTheQueueItCameFrom() {
    var machine = machine(1);
    machine.wake(null, machine.tasks(2));
    assertThat(machine.run(0, 1)).containsExactly("task 0");
    machine.wake(machine.workers.getFirst(), machine.task("its own"));
    assertThat(machine.run(0, 9)).containsExactly("its own", "task 1");
  }

  /** openjdk/loom#226: it promises no bound, and there is none. */
  @Test
  void aChainOfWakesShutsOutWhatComesFromOutside() {
    var machine = machine(1);
    var worker = machine.workers.getFirst();
    machine.wake(null, machine.task("outside"));
    Task chain = machine.task("chain");
    machine.wake(worker, chain);
    for (int i = 0; i < 100_000; i++) {
      assertThat(machine.next(0)).isSameAs(chain);
      machine.wake(worker, chain);
    }
  }

  @Test
  void whoYieldsAloneGoesBehindWhatCameFromOutside() {
    var machine = machine(1);
    var worker = machine.workers.getFirst();
    machine.wake(null, machine.task("outside"));
    machine.yield(worker, machine.task("hog"));
    assertThat(machine.run(0, 9)).containsExactly("outside", "hog");
  }

  @Test
  void aPushWakesAnotherWhenItsQueueLookedAlmostEmptyAndSoDoesATakeThatLeavesSome() {
    var machine = machine(4);
    for (int i = 1; i < 4; i++) {
      assertThat(machine.next(i)).isNull();
    }
    machine.wake(machine.workers.get(0), machine.tasks(10));
    assertThat(machine.unparked).as("for the first two").containsExactly(3, 2);
    assertThat(machine.next(3)).isNotNull();
    assertThat(machine.unparked).containsExactly(3, 2, 1);
  }
}
