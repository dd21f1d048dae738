package io.interleave.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A task that was woken once is polled, while somebody publishes a message and wakes it. The poll
 * sees the message, or the task is queued again.
 */
public class MailboxWake {
  private static final int SAW_IT = 0;
  private static final int QUEUED_AGAIN = 1;
  private static final int SAW_IT_AND_QUEUED_AGAIN = 2;
  private static final int LOST = 9;

  private static final VarHandle MESSAGE;

  static {
    try {
      MESSAGE = MethodHandles.lookup().findVarHandle(Schedule.class, "message", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Schedule extends Machine.None {
    private final boolean published; // as a task's messages are to be: by a volatile write
    private final Worker worker = new Worker(this, 0) {};
    private final Task task;
    private int queued;
    private boolean seen;

    @SuppressWarnings("UnusedVariable") // by its handle
    private int message;

    private Schedule(boolean published) {
      this.published = published;
      task =
          new Task(this) {
            @Override
            protected boolean poll(Worker polledBy) {
              seen = look() == 1;
              return false;
            }
          };
      task.wake(null);
      queued = 0;
    }

    private int look() {
      return (int) (published ? MESSAGE.getVolatile(this) : MESSAGE.getOpaque(this));
    }

    private void send() {
      if (published) {
        MESSAGE.setVolatile(this, 1);
      } else {
        MESSAGE.setOpaque(this, 1);
      }
      task.wake(null);
    }

    private int outcome() {
      if (queued == 0) {
        return seen ? SAW_IT : LOST;
      }
      return seen ? SAW_IT_AND_QUEUED_AGAIN : QUEUED_AGAIN;
    }

    @Override
    public void ready(@Nullable Worker by, Task woken, boolean yielded) {
      queued++; // by one actor only: the worker while it polls, the waker after that
    }
  }

  /** The task. */
  @JCStressTest
  @Outcome(id = "0|1|2", expect = ACCEPTABLE, desc = "the message is seen, or will be")
  @Outcome(expect = FORBIDDEN, desc = "neither seen nor queued again")
  @State
  public static class Real {
    private final Schedule schedule = new Schedule(true);

    /** The worker. */
    @Actor
    public void worker() {
      schedule.task.run(schedule.worker);
    }

    /** The sender. */
    @Actor
    public void sender() {
      schedule.send();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.outcome();
    }
  }

  /** With a message that is no volatile one, which must be caught. */
  @JCStressTest
  @Outcome(id = "0|1|2", expect = ACCEPTABLE, desc = "the message is seen, or will be")
  @Outcome(expect = FORBIDDEN, desc = "neither seen nor queued again: to be caught")
  @State
  public static class Canary {
    private final Schedule schedule = new Schedule(false);

    /** The worker. */
    @Actor
    public void worker() {
      schedule.task.run(schedule.worker);
    }

    /** The sender. */
    @Actor
    public void sender() {
      schedule.send();
    }

    /** After both. */
    @Arbiter
    public void after(I_Result result) {
      result.r1 = schedule.outcome();
    }
  }
}
