package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.task.Task;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TokioPolicyTest implements PolicyContract<TokioPolicy.TokioWorker> {
  private static final TokioPolicy.Constants TOKIO = TokioPolicy.Constants.DEFAULT;

  @Override
  public Policy<TokioPolicy.TokioWorker> policy(int ring) {
    return new TokioPolicy(Constant.with(TOKIO, "ring", ring));
  }

  /** As in Tokio 1.51.0. */
  @Nested
  class WithAStealableSlot implements PolicyContract<TokioPolicy.TokioWorker> {
    @Override
    public Policy<TokioPolicy.TokioWorker> policy(int ring) {
      return new TokioPolicy(
          Constant.with(Constant.with(TOKIO, "ring", ring), "stealableSlot", true));
    }
  }

  private static FakeMachine<TokioPolicy.TokioWorker> machine(
      int workers, String constant, Object value) {
    return new FakeMachine<>(new TokioPolicy(Constant.with(TOKIO, constant, value)), workers);
  }

  private static FakeMachine<TokioPolicy.TokioWorker> machine(int workers) {
    return machine(workers, "half", true);
  }

  @Test
  void slotThenLocalThenInjectThenOthers() {
    var machine = machine(2);
    machine.wake(null, machine.task("inject"));
    machine.wake(machine.workers.get(1), machine.task("other's"), machine.task("other's slot"));
    machine.wake(machine.workers.get(0), machine.task("local"), machine.task("slot"));
    assertThat(machine.run(0, 5)).containsExactly("slot", "local", "inject", "other's");
  }

  @Test
  void withoutASlotFirstInIsFirstOut() {
    var machine = machine(1, "lifoSlot", false);
    machine.wake(machine.workers.getFirst(), machine.tasks(3));
    assertThat(machine.run(0, 3)).containsExactly("task 0", "task 1", "task 2");
    assertThat(machine.workers.getFirst().counters.slotHits).isZero();
  }

  @Test
  void afterThreePollsInARowTheSlotIsOffForTheTick() {
    var machine = machine(1);
    var worker = machine.workers.getFirst();
    machine.wake(worker, machine.task("waiting"), machine.task("0"));
    var names = new java.util.ArrayList<String>();
    for (int i = 1; i < 5; i++) {
      names.add(String.valueOf(machine.next(0)));
      machine.wake(worker, machine.task(String.valueOf(i)));
    }
    assertThat(names).containsExactly("0", "1", "2", "waiting");
  }

  @Test
  void aUsedUpBudgetSendsTheSlotToTheEndOfTheRing() {
    var machine = machine(1);
    var worker = machine.workers.getFirst();
    machine.wake(worker, machine.task("first"));
    machine.yield(worker, machine.task("second"));
    assertThat(machine.run(0, 2)).containsExactly("first", "second");
    worker.budget = 0;
    machine.yield(worker, machine.task("local"));
    machine.wake(worker, machine.task("slot"));
    assertThat(machine.run(0, 2)).containsExactly("local", "slot");
  }

  @Test
  void aFullRingSendsItsNewerHalfAndTheNewOneToTheInjectQueue() {
    assertThat(afterOverflow(true))
        .containsExactly("task 5", "task 0", "task 1", "task 2", "task 3", "task 4");
  }

  @Test
  void beforeTokio8029ItWasTheOlderHalf() {
    assertThat(afterOverflow(false))
        .containsExactly("task 5", "task 2", "task 3", "task 0", "task 1", "task 4");
  }

  private static List<String> afterOverflow(boolean spillNewer) {
    var constants = Constant.with(Constant.with(TOKIO, "ring", 4), "spillNewer", spillNewer);
    var machine = new FakeMachine<>(new TokioPolicy(constants), 1);
    machine.wake(machine.workers.getFirst(), machine.tasks(6));
    assertThat(machine.workers.getFirst().counters.overflows).isEqualTo(3);
    return machine.run(0, 6);
  }

  @Test
  void theIntervalFollowsTheMeanPollWithinItsBounds() {
    assertThat(ticksBetweenLooks(1)).isEqualTo(127);
    assertThat(ticksBetweenLooks(10_000)).isBetween(19L, 20L);
    assertThat(ticksBetweenLooks(1_000_000)).isEqualTo(2);
  }

  /** With polls of this many µs, when the mean has settled. */
  private static long ticksBetweenLooks(long pollNs) {
    var machine = machine(1);
    var worker = machine.workers.getFirst();
    Task local = machine.task("local");
    long last = 0;
    long between = 0;
    machine.yield(worker, local);
    for (long tick = 1; tick < 5_000; tick++) {
      machine.wake(
          null,
          Collections.nCopies(tick % 2 == 0 ? 1 : 0, machine.task("inject")).toArray(Task[]::new));
      Task task = machine.policy.next(worker);
      machine.now += pollNs;
      if (task == local) {
        machine.yield(worker, local);
      } else {
        between = tick - last;
        last = tick;
      }
    }
    return between;
  }

  @Test
  void aFixedIntervalStaysFixed() {
    var machine = machine(1, "globalInterval", 3);
    machine.wake(null, machine.task("inject"));
    for (int i = 0; i < 5; i++) {
      machine.yield(machine.workers.getFirst(), machine.task("local"));
    }
    assertThat(machine.run(0, 4)).containsExactly("local", "local", "inject", "local");
  }

  @Test
  void aThiefTakesHalfOrOne() {
    for (boolean half : new boolean[] {true, false}) {
      var machine = machine(2, "half", half);
      for (Task task : machine.tasks(8)) {
        machine.yield(machine.workers.get(0), task);
      }
      assertThat(machine.next(1)).isNotNull();
      assertThat(machine.workers.get(1).counters.stolen).isEqualTo(half ? 4 : 1);
    }
  }

  /** A wake that goes to the slot alone wakes nobody; with a stealable slot, somebody. */
  @Test
  void onlyAStealableSlotIsWorthWakingAnother() {
    for (boolean stealable : new boolean[] {false, true}) {
      var machine = machine(2, "stealableSlot", stealable);
      assertThat(machine.next(1)).isNull();
      machine.wake(machine.workers.get(0), machine.task("slot"));
      assertThat(machine.unparked).hasSize(stealable ? 1 : 0);
    }
  }

  @Test
  void halfOfTheWorkersMaySearchAtATime() {
    var machine = machine(4);
    for (int i = 0; i < 3; i++) {
      Task first = machine.policy.next(machine.workers.get(i));
      assertThat(first == Policy.AGAIN).as("worker %d searches", i).isEqualTo(i < 2);
    }
  }
}
