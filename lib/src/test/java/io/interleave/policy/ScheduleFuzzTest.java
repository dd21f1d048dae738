package io.interleave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.machine.SimulatedMachine;
import io.interleave.policy.TokioPolicy.TokioWorker;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.ThrowingSupplier;

/**
 * The scheduler's contract in thousands of interleavings, each given by its seed. Four of the nine
 * bugs of {@code SchedulerZooTest} show at this grain, where a step of a policy and a step of a
 * task are one. The others don't, and why:
 *
 * <pre>
 * a wake-up lost between look and sleep   the machine's own park is one step; it has no Parker
 * a lock eats the permit to go on         the same
 * a stale "scheduled" bit                 it is set and cleared within one step
 * a deque pops a task twice               copy and claim are one step
 * an idle P beside queued work            Go's last look around and its sleep are one step
 * </pre>
 *
 * <p>Those five have tests of their own, which come in between: see the table there. Over 200
 * lines: what is checked, and beside it the bugs that it must find.
 */
@Timeout(120)
class ScheduleFuzzTest {
  private static final int SCHEDULES = 10_000;
  private static final Duration PATIENCE = Duration.ofMillis(100); // of virtual time
  private static final long LONG = 1_000_000; // rounds of mix: a millisecond
  private static final int FOR_EVER = 200_000; // polls: tens of milliseconds, a few of Go's slices

  /** What is wrong with one schedule; empty when nothing is. */
  private interface Check<W extends Worker> {
    String on(SimulatedMachine<W> machine, Promises promises, int seed) throws InterruptedException;
  }

  /** Waits for its time; then it is done. */
  private static class Sleeper extends Task {
    final SimulatedMachine<?> machine;
    private final long time;
    private boolean asked;
    long ended;

    Sleeper(SimulatedMachine<?> machine, long time) {
      super(machine);
      this.machine = machine;
      this.time = time;
    }

    @Override
    protected final boolean poll(Worker worker) {
      if (machine.elapsedNs() < time) {
        if (!asked) {
          machine.wakeAt(time, this);
        }
        asked = true;
        return false;
      }
      boolean done = goOn(worker);
      ended = machine.elapsedNs();
      return done;
    }

    boolean goOn(Worker worker) {
      return true;
    }
  }

  /** Waits for its time, wakes others, a step each, and then computes for long. */
  private static final class Boss extends Sleeper {
    private final List<Woken> others;
    private int next;

    Boss(SimulatedMachine<?> machine, long time, List<Woken> others) {
      super(machine, time);
      this.others = others;
    }

    @Override
    boolean goOn(Worker worker) {
      while (next < others.size()) {
        others.get(next++).send(worker);
        if (givesWay(worker)) {
          return false;
        }
      }
      return next++ > others.size() || !worked(worker, LONG);
    }
  }

  /** Is done when it has been woken. */
  private static final class Woken extends Task {
    private final SimulatedMachine<?> machine;
    private boolean sent;
    private int polls;
    long ended;

    Woken(SimulatedMachine<?> machine) {
      super(machine);
      this.machine = machine;
    }

    void send(Worker by) {
      sent = true;
      wake(by);
    }

    @Override
    protected boolean poll(Worker worker) {
      polls++;
      ended = machine.elapsedNs();
      return sent;
    }
  }

  /**
   * A few tasks are woken at about one time; one of them wakes some more, and goes on for long.
   * Every task ends, and none has to wait for that one while another worker sleeps.
   */
  private static <W extends Worker> String everyTaskEndsAndNoneWaitsBesideASleeper(
      SimulatedMachine<W> machine, Promises promises, int seed) throws InterruptedException {
    var woken = new ArrayList<Woken>();
    var sleepers = new ArrayList<Sleeper>();
    for (int i = 0; i < 1 + seed / 3 % 4; i++) {
      woken.add(new Woken(machine));
    }
    var boss = new Boss(machine, 20_000, woken);
    machine.spawn(null, boss);
    for (int i = 0; i < seed / 12 % 4; i++) {
      sleepers.add(new Sleeper(machine, 20_000 + seed / 48 % 4 * 1_000));
    }
    sleepers.forEach(task -> machine.spawn(null, task));
    woken.forEach(task -> machine.spawn(null, task));
    long left = machine.close(PATIENCE);
    if (left > 0 || machine.failure() != null) {
      return "%d tasks never ended, failure: %s".formatted(left, machine.failure());
    }
    if (woken.stream().anyMatch(task -> task.polls > 2)) {
      return "a task was polled for no wake";
    }
    if (promises.slotPolls() > 0 && !promises.slotStealable()) {
      woken.removeLast(); // nobody else may take it
    }
    boolean waited =
        woken.stream().anyMatch(task -> task.ended >= boss.ended)
            || sleepers.stream().anyMatch(task -> task.ended >= boss.ended);
    return waited && promises.workConserving() ? "a task waited beside a sleeper" : "";
  }

  /** Two tasks that wake each other leave a turn to a third. */
  private static <W extends Worker> String tasksThatWakeEachOtherLeaveATurnToTheRest(
      SimulatedMachine<W> machine, Promises promises, int seed) throws InterruptedException {
    var third = new Sleeper(machine, 0);
    var pair = new Task[4];
    var polls = new int[1];
    for (int i = 0; i < pair.length; i++) {
      int other = i ^ 1;
      pair[i] =
          new Task(machine) {
            @Override
            protected boolean poll(Worker worker) {
              if (third.isDone() || ++polls[0] > FOR_EVER) {
                pair[other].wake(worker);
                return true;
              }
              pair[other].wake(worker);
              return false;
            }
          };
    }
    machine.spawn(null, pair[0]);
    machine.spawn(null, pair[1]);
    machine.spawn(null, third);
    machine.spawn(null, pair[2]);
    machine.spawn(null, pair[3]);
    long left = machine.close(PATIENCE);
    return left > 0 || polls[0] > FOR_EVER
        ? "the third had no turn in %,d".formatted(polls[0])
        : "";
  }

  /** What was wrong with the first schedule that was, of so many; empty when none was. */
  private static <W extends Worker> String firstFailure(
      int schedules,
      int workers,
      Supplier<Policy<W>> policies,
      Function<SimulatedMachine<W>, Idle> idle,
      Check<W> check)
      throws InterruptedException {
    for (int seed = 0; seed < schedules; seed++) {
      Policy<W> policy = policies.get();
      int n = workers == 0 ? 2 + seed % 3 : workers;
      var machine = SimulatedMachine.fuzzed(policy, n, seed);
      if (policy instanceof TokioPolicy tokio && idle.apply(machine) instanceof Idle planted) {
        tokio.idle = planted;
      }
      String failure;
      try {
        failure = check.on(machine, policy.promises(), seed);
      } catch (RuntimeException e) {
        failure = "the policy threw " + e;
      }
      if (!failure.isEmpty()) {
        return "seed %d, %d workers: %s".formatted(seed, n, failure);
      }
    }
    return "";
  }

  private static <W extends Worker> String firstFailure(
      int schedules, Supplier<Policy<W>> policies, Check<W> check) throws InterruptedException {
    return firstFailure(schedules, 0, policies, _ -> null, check);
  }

  private record Subject(
      String name, ThrowingSupplier<String> contract, ThrowingSupplier<String> turns) {}

  private static <W extends Worker> Subject subject(String name, Supplier<Policy<W>> policies) {
    return new Subject(
        name,
        () ->
            firstFailure(
                SCHEDULES, policies, ScheduleFuzzTest::everyTaskEndsAndNoneWaitsBesideASleeper),
        () ->
            firstFailure(
                100,
                1,
                policies,
                _ -> null,
                ScheduleFuzzTest::tasksThatWakeEachOtherLeaveATurnToTheRest));
  }

  private static Supplier<Policy<TokioWorker>> tokio(String constant, Object value) {
    return () ->
        new TokioPolicy(
            Constant.with(
                Constant.with(TokioPolicy.Constants.DEFAULT, "ring", 4), constant, value));
  }

  private static GoPolicy.Constants go() {
    return Constant.with(GoPolicy.Constants.DEFAULT, "ring", 4);
  }

  private static final List<Subject> ALL =
      List.of(
          subject("tokio", tokio("ring", 4)),
          subject("tokio, stealable slot", tokio("stealableSlot", true)),
          subject("go", () -> new GoPolicy(go())),
          subject("smol", SmolPolicy::new),
          subject("fifo", FifoPolicy::new),
          subject("fork-join", ForkJoinPolicy::new),
          subject("thread-per-core", ThreadPerCorePolicy::new));

  @TestFactory
  Stream<DynamicTest> everyTaskEndsInTenThousandSchedules() {
    return ALL.stream()
        .map(s -> DynamicTest.dynamicTest(s.name, () -> assertThat(s.contract.get()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> nobodyIsShutOutByTasksThatWakeEachOther() {
    return ALL.stream()
        .filter(s -> !s.name.equals("fork-join")) // openjdk/loom#226: it promises nothing
        .map(s -> DynamicTest.dynamicTest(s.name, () -> assertThat(s.turns.get()).isEmpty()));
  }

  @Test
  void aLastSearcherThatDoesNotLookOnceMoreIsFound() throws Exception {
    assertThat(
            withIdle(
                m ->
                    new Idle(m, m.counters().size(), 2, false) {
                      @Override
                      boolean sleep(int worker, boolean searching) {
                        super.sleep(worker, searching);
                        return false;
                      }
                    }))
        .contains("a task waited beside a sleeper");
  }

  @Test
  void aSearcherThatFoundWorkAndTellsNobodyIsFound() throws Exception {
    assertThat(
            withIdle(
                m ->
                    new Idle(m, m.counters().size(), 2, false) {
                      @Override
                      boolean found() {
                        super.found();
                        return false;
                      }
                    }))
        .contains("a task waited beside a sleeper");
  }

  @Test
  void aSleeperThatIsCountedTwiceIsFound() throws Exception {
    assertThat(
            withIdle(
                m ->
                    new Idle(m, m.counters().size(), 2, false) {
                      @Override
                      boolean isAsleep(int worker) {
                        return false;
                      }
                    }))
        .contains("ArrayIndexOutOfBounds"); // more sleepers than workers
  }

  private static String withIdle(Function<SimulatedMachine<TokioWorker>, Idle> idle)
      throws InterruptedException {
    return firstFailure(
        SCHEDULES,
        0,
        tokio("ring", 4),
        idle,
        ScheduleFuzzTest::everyTaskEndsAndNoneWaitsBesideASleeper);
  }

  @Test
  void aLifoSlotWithoutItsCapIsFound() throws Exception {
    assertThat(
            firstFailure(
                100,
                1,
                tokio("lifoPolls", Integer.MAX_VALUE),
                _ -> null,
                ScheduleFuzzTest::tasksThatWakeEachOtherLeaveATurnToTheRest))
        .contains("the third had no turn");
  }
}
