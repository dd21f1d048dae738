package io.interleave.policy;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.interleave.queue.RunQueue;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The last searcher goes to sleep, and then looks once more; while a notifier pushes a task into
 * its ring and wakes somebody, unless one searches. One of them must wake a worker for the task.
 */
public class IdleSearching {
  private static final Task WORK =
      new Task(Machine.NONE) {
        @Override
        protected boolean poll(Worker worker) {
          return true;
        }
      };

  /** Looks at the counts before its work is out. */
  private static final class Hasty extends Idle {
    private Hasty(Machine machine) {
      super(machine, 2, 2, false);
    }

    @Override
    boolean wakeOne() {
      return isNeeded() && super.wakeOne();
    }
  }

  private static final class Schedule extends Machine.None {
    private final RunQueue ring = new RunQueue(2);
    private Idle idle = new Idle(Machine.NONE, 1, 1, false);
    private boolean bySearcher;
    private boolean byNotifier;

    /** Worker 1 searches, the other one brings work. */
    private Schedule with(Idle tested) {
      idle = tested;
      idle.search();
      return this;
    }

    private void searcher() {
      boolean last = idle.sleep(1, true);
      bySearcher = last && !ring.isEmpty() && idle.wakeOne();
    }

    private void notifier() {
      ring.offer(WORK);
      byNotifier = idle.wakeOne();
    }

    private int wakes() {
      return (bySearcher ? 1 : 0) + (byNotifier ? 1 : 0);
    }

    @Override
    public void ready(@Nullable Worker by, Task task, boolean yielded) {}
  }

  /** The counts. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "one worker is woken for the task")
  @Outcome(expect = FORBIDDEN, desc = "all asleep beside a task, or one worker woken twice")
  @State
  public static class Real {
    private final Schedule schedule = new Schedule();

    /** With the real one. */
    public Real() {
      schedule.with(new Idle(schedule, 2, 2, false));
    }

    /** The last searcher. */
    @Actor
    public void searcher() {
      schedule.searcher();
    }

    /** The notifier. */
    @Actor
    public void notifier() {
      schedule.notifier();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.wakes();
    }
  }

  /** A weaker one, which must be caught. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "one worker is woken for the task")
  @Outcome(expect = FORBIDDEN, desc = "all asleep beside a task: to be caught")
  @State
  public static class Canary {
    private final Schedule schedule = new Schedule();

    /** With the weaker one. */
    public Canary() {
      schedule.with(new Hasty(schedule));
    }

    /** The last searcher. */
    @Actor
    public void searcher() {
      schedule.searcher();
    }

    /** The notifier. */
    @Actor
    public void notifier() {
      schedule.notifier();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.wakes();
    }
  }
}
