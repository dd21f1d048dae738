package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SmolPolicyTest implements PolicyContract<SmolPolicy.SmolWorker> {
  private static final SmolPolicy.Constants SMOL = SmolPolicy.Constants.DEFAULT;

  @Override
  public Policy<SmolPolicy.SmolWorker> policy(int ring) {
    return new SmolPolicy(Constant.with(SMOL, "ring", ring));
  }

  private static FakeMachine<SmolPolicy.SmolWorker> machine(int workers) {
    return new FakeMachine<>(new SmolPolicy(), workers);
  }

  @Test
  void aTakeFromTheGlobalQueueBringsHalfOfTheRest() {
    var machine = machine(2);
    machine.wake(machine.workers.get(0), machine.tasks(8));
    assertThat(machine.run(0, 1)).containsExactly("task 0"); // and 1 to 4 into its own
    assertThat(machine.run(1, 1)).containsExactly("task 5");
    assertThat(machine.run(0, 4)).containsExactly("task 1", "task 2", "task 3", "task 4");
  }

  @Test
  void ownThenGlobalThenOthers() {
    var machine = machine(2);
    machine.wake(null, machine.tasks(8));
    assertThat(machine.run(0, 1)).containsExactly("task 0"); // own: 1 to 4, global: 5 to 7
    assertThat(machine.run(1, 3)).containsExactly("task 5", "task 6", "task 7");
    assertThat(machine.run(1, 2))
        .as("half of the other's")
        .containsExactlyInAnyOrder("task 1", "task 2");
    assertThat(machine.workers.get(1).counters.stolen).isEqualTo(2);
    assertThat(machine.run(0, 3)).containsExactly("task 3", "task 4");
  }

  @Test
  void aFullRunnerLeavesTheRestInTheGlobalQueue() {
    var machine = new FakeMachine<>(policy(4), 2);
    machine.wake(null, machine.tasks(20));
    assertThat(machine.run(0, 1)).containsExactly("task 0");
    assertThat(machine.run(1, 1)).containsExactly("task 5");
  }

  @Test
  void every64thTickHalfOfTheGlobalQueueComesIn() {
    var machine = machine(2);
    machine.wake(null, machine.tasks(201)); // 0, and 1 to 100 into its own
    assertThat(machine.run(0, 63)).last().isEqualTo("task 62");
    assertThat(machine.run(0, 1)).containsExactly("task 63"); // and 101 to 150 at its end
    assertThat(machine.run(1, 1)).containsExactly("task 151");
  }

  @Test
  void onlyOneSleeperIsNotifiedAndItNotifiesTheNext() {
    var machine = machine(3);
    assertThat(machine.next(0)).isNull();
    assertThat(machine.next(1)).isNull();
    machine.wake(null, machine.tasks(3));
    assertThat(machine.unparked).containsExactly(1);
    assertThat(machine.next(1)).isNotNull();
    assertThat(machine.unparked).containsExactly(1, 0);
  }

  /** Two who notify at once: the one who comes second to the list sees that one is notified. */
  @Test
  void onlyOneSleeperIsNotifiedAlsoWhenTheyFallAsleepMeanwhile() {
    var policy = new SmolPolicy();
    var machine = new FakeMachine<>(policy, 3);
    var meanwhile = new AtomicReference<Runnable>(() -> {});
    policy.sleepers =
        new SmolPolicy.Sleepers(machine, 3) {
          @Override
          boolean notifyLast() {
            meanwhile.getAndSet(() -> {}).run();
            return super.notifyLast();
          }
        };
    assertThat(machine.next(0)).isNull();
    assertThat(machine.next(1)).isNull();
    meanwhile.set(
        () -> {
          assertThat(machine.next(2)).as("it was faster").isNotNull();
          assertThat(machine.next(2)).isNull();
          machine.wake(null, machine.task("b"));
        });
    machine.wake(null, machine.task("a"));
    assertThat(machine.unparked).containsExactly(2);
  }

  @Test
  void aNotifiedSleeperThatFindsNothingCanBeNotifiedAgain() {
    var machine = machine(2);
    assertThat(machine.next(1)).isNull();
    machine.wake(null, machine.task("a"));
    assertThat(machine.next(0)).as("another was faster").isNotNull();
    assertThat(machine.next(1)).isNull();
    machine.wake(null, machine.task("b"));
    assertThat(machine.unparked).containsExactly(1, 1);
  }

  @Test
  void after200PollsTheThreadMayDoSomethingElse() {
    var machine = machine(1);
    machine.wake(null, machine.tasks(300));
    for (int i = 0; i < 200; i++) {
      assertThat(machine.policy.next(machine.workers.getFirst())).isNotSameAs(Policy.AGAIN);
    }
    assertThat(machine.policy.next(machine.workers.getFirst())).isSameAs(Policy.AGAIN);
  }
}
