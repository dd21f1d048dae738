package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FifoPolicyTest implements PolicyContract<FifoPolicy.FifoWorker> {
  @Override
  public Policy<FifoPolicy.FifoWorker> policy(int ring) {
    return new FifoPolicy();
  }

  @Test
  void firstComeFirstServedWhoeverComes() {
    var machine = new FakeMachine<>(new FifoPolicy(), 2);
    machine.wake(machine.workers.get(0), machine.task("a"));
    machine.wake(null, machine.task("b"));
    machine.yield(machine.workers.get(1), machine.task("c"));
    assertThat(machine.run(1, 3)).containsExactly("a", "b", "c");
  }
}
