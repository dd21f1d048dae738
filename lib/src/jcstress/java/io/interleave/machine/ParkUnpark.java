package io.interleave.machine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A worker takes the token of an earlier unpark, looks for work, finds none and parks; while a
 * waker brings work and unparks. Nobody really sleeps here: what counts is whether a worker that
 * would is woken.
 */
public class ParkUnpark {
  private static final int SAW_IT = 0;
  private static final int SLEPT_AND_WAS_WOKEN = 1;
  private static final int DID_NOT_SLEEP_AND_SAW_IT = 2;
  private static final int LOST = 9;

  /** Instead of a sleep. */
  private static final class Asleep extends Error {
    private static final Asleep ASLEEP = new Asleep();

    private Asleep() {
      super(null, null, false, false);
    }
  }

  private static class Watched extends Parker {
    private boolean woken; // the waker's, until both are done

    @Override
    final void sleep() {
      throw Asleep.ASLEEP;
    }

    @Override
    final void wake(Thread thread) {
      woken = true;
    }
  }

  /** Looks first whether there is a token already: before its work is out. */
  private static final class Hasty extends Watched {
    @Override
    void unpark(Thread thread) {
      if (!token.get()) {
        super.unpark(thread);
      }
    }
  }

  private static final class Schedule {
    private final Watched parker;
    private int work; // plain: the parker owes that it is seen
    private int outcome = LOST;

    private Schedule(Watched parker) {
      this.parker = parker;
      parker.token.set(true);
    }

    private void worker() {
      parker.park();
      if (work == 1) {
        outcome = SAW_IT;
        return;
      }
      try {
        parker.park();
        outcome = work == 1 ? DID_NOT_SLEEP_AND_SAW_IT : LOST;
      } catch (Asleep e) {
        outcome = SLEPT_AND_WAS_WOKEN; // unless the arbiter finds otherwise
      }
    }

    private void waker() {
      work = 1;
      parker.unpark(Thread.currentThread());
    }

    private int outcome() {
      return outcome == SLEPT_AND_WAS_WOKEN && !parker.woken ? LOST : outcome;
    }
  }

  /** The parker. */
  @JCStressTest
  @Outcome(id = "0|1|2", expect = ACCEPTABLE, desc = "the work is seen, or the worker is woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep, and nobody woke it")
  @State
  public static class Real {
    private final Schedule schedule = new Schedule(new Watched());

    /** The worker. */
    @Actor
    public void worker() {
      schedule.worker();
    }

    /** The waker. */
    @Actor
    public void waker() {
      schedule.waker();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.outcome();
    }
  }

  /** A weaker one, which must be caught. */
  @JCStressTest
  @Outcome(id = "0|1|2", expect = ACCEPTABLE, desc = "the work is seen, or the worker is woken")
  @Outcome(expect = FORBIDDEN, desc = "asleep, and nobody woke it: to be caught")
  @State
  public static class Canary {
    private final Schedule schedule = new Schedule(new Hasty());

    /** The worker. */
    @Actor
    public void worker() {
      schedule.worker();
    }

    /** The waker. */
    @Actor
    public void waker() {
      schedule.waker();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.outcome();
    }
  }
}
