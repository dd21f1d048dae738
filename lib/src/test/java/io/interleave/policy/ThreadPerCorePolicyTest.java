package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadPerCorePolicyTest implements PolicyContract<ThreadPerCorePolicy.CoreWorker> {
  @Override
  public Policy<ThreadPerCorePolicy.CoreWorker> policy(int ring) {
    return new ThreadPerCorePolicy();
  }

  private static FakeMachine<ThreadPerCorePolicy.CoreWorker> machine(int workers) {
    return new FakeMachine<>(new ThreadPerCorePolicy(), workers);
  }

  @Test
  void spawnsFromOutsideAreDealtOutInTurn() {
    var machine = machine(3);
    machine.wake(null, machine.tasks(7));
    assertThat(machine.run(0, 9)).containsExactly("task 0", "task 3", "task 6");
    assertThat(machine.run(1, 9)).containsExactly("task 1", "task 4");
    assertThat(machine.run(2, 9)).containsExactly("task 2", "task 5");
  }

  @Test
  void aTaskComesBackToItsHomeWhoeverWakesIt() {
    var machine = machine(2);
    var task = machine.task("task");
    machine.wake(machine.workers.get(0), task);
    assertThat(machine.run(0, 9)).containsExactly("task");
    assertThat(machine.next(1)).isNull();
    machine.wake(machine.workers.get(1), task);
    assertThat(machine.unparked).containsExactly(0);
    assertThat(machine.run(1, 9)).isEmpty();
    assertThat(machine.run(0, 9)).containsExactly("task");
    machine.wake(null, task);
    assertThat(machine.run(0, 9)).containsExactly("task");
  }

  @Test
  void aWorkerThatIsAwakeIsNotUnparked() {
    var machine = machine(2);
    machine.wake(null, machine.tasks(4));
    assertThat(machine.unparked).isEmpty();
  }

  @Test
  void localThenInboxAndEvery31stTickTheOtherWayRound() {
    var machine = machine(1);
    machine.wake(machine.workers.getFirst(), machine.tasks(40));
    machine.wake(null, machine.task("inbox"));
    assertThat(machine.run(0, 50).indexOf("inbox")).isEqualTo(30);
    machine.wake(null, machine.task("inbox"));
    machine.wake(machine.workers.getFirst(), machine.task("local"));
    assertThat(machine.run(0, 2)).containsExactly("local", "inbox");
  }
}
