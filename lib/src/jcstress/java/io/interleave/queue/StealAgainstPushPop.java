package io.interleave.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
 * The owner of a ring of two pushes until it is full and once more, and pops; while a thief takes
 * the older half. The third task lands in the slot of the first, when that is stolen; else it and
 * the newer half go to the inject queue. Each task comes out once.
 */
public class StealAgainstPushPop {
  /** A task that is worth 1, 10 or 100, so that their sum tells how often each was taken. */
  private static final class Worth extends Task {
    private final int worth;

    private Worth(int worth) {
      super(Machine.NONE);
      this.worth = worth;
    }

    @Override
    protected boolean poll(Worker worker) {
      return true;
    }

    private static int of(@Nullable Task task) {
      return task instanceof Worth w ? w.worth : 0;
    }
  }

  private static final Task FIRST = new Worth(1);
  private static final Task SECOND = new Worth(10);
  private static final Task THIRD = new Worth(100);

  /** Takes what it copied, whether or not somebody else has claimed it meanwhile. */
  private static final class Greedy extends RunQueue {
    private Greedy() {
      super(2);
    }

    @Override
    boolean claim(long head, int n) {
      super.claim(head, n);
      return true;
    }
  }

  private static final class Schedule {
    private final RunQueue ring;
    private final RunQueue thiefs = new RunQueue(2);
    private final InjectQueue inject = new InjectQueue();
    private int popped;
    private int stolen;

    private Schedule(RunQueue ring) {
      this.ring = ring;
      ring.offer(FIRST);
    }

    private void owner() {
      ring.offer(SECOND);
      ring.put(THIRD, inject, true);
      popped = Worth.of(ring.poll());
    }

    private void thief() {
      stolen = Worth.of(ring.stealInto(thiefs, true)) + Worth.of(thiefs.poll());
    }

    private int sum() {
      int inRing = Worth.of(ring.poll()) + Worth.of(ring.poll());
      return popped + stolen + inRing + Worth.of(inject.poll()) + Worth.of(inject.poll());
    }
  }

  /** The ring. */
  @JCStressTest
  @Outcome(id = "111", expect = ACCEPTABLE, desc = "each once")
  @Outcome(expect = FORBIDDEN, desc = "one was lost, or taken twice")
  @State
  public static class Real {
    private final Schedule schedule = new Schedule(new RunQueue(2));

    /** The owner. */
    @Actor
    public void owner() {
      schedule.owner();
    }

    /** The thief. */
    @Actor
    public void thief() {
      schedule.thief();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.sum();
    }
  }

  /** A weaker one, which must be caught. */
  @JCStressTest
  @Outcome(id = "111", expect = ACCEPTABLE, desc = "each once")
  @Outcome(expect = FORBIDDEN, desc = "one was lost, or taken twice: to be caught")
  @State
  public static class Canary {
    private final Schedule schedule = new Schedule(new Greedy());

    /** The owner. */
    @Actor
    public void owner() {
      schedule.owner();
    }

    /** The thief. */
    @Actor
    public void thief() {
      schedule.thief();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.sum();
    }
  }
}
