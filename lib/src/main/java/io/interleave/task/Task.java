package io.interleave.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler runs: Rust's future with its waker, Go's goroutine. It is polled by one worker
 * at a time, and after each wake at least once more.
 *
 * <p>Its state is the hand-shake between who polls and who wakes (Tokio's {@code task/state.rs}).
 * Whoever wakes first publishes why, then looks at the state; whoever polls first sets the state,
 * then looks for what was published. So one of them sees the other, provided that <em>what is
 * published is volatile, as the state is</em>: volatile accesses have one order that all agree on.
 * (With plain fields a full fence would have to stand between; it was measured at 6 ns a hop.)
 */
public abstract class Task {
  // Small fields: a task, its mailbox and what an actor knows are to fit into a cache line.
  private static final byte IDLE = 0;
  private static final byte SCHEDULED = 1;
  private static final byte RUNNING = 2;
  private static final byte NOTIFIED = 3; // running, and to be run again
  private static final byte DONE = 4;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Task.class, "state", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Machine machine;

  /**
   * The worker that a policy without stealing keeps it on; -1 until it has been placed. Written
   * before the task is queued for the first time, so whoever wakes it later sees it. A simulated
   * machine writes here who polled it last, which is the same where it is kept.
   */
  public short home = -1;

  /**
   * Its number in the timeline of its machine, from 1; 0 while none has met it. Written before its
   * first recorded poll by the worker that is about to poll it. A number, because references in a
   * timeline would cost a write barrier a poll and keep every task alive.
   */
  public int number;

  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile byte state;

  /** A task of {@code machine}; it waits for its first wake. */
  protected Task(Machine machine) {
    this.machine = machine;
  }

  /**
   * Goes on until it has to wait or is done.
   *
   * @param worker who polls it: the only way for a task to know, since a stackful one may go on on
   *     another thread than it began on
   * @return whether it is done; if not, whoever holds what it waits for will wake it
   */
  protected abstract boolean poll(Worker worker);

  /** Polls it once, and queues it again if it was woken meanwhile. Called by a worker. */
  public final void run(Worker worker) {
    begin(worker);
    boolean done;
    try {
      done = poll(worker);
    } catch (Throwable e) {
      end(e);
      return;
    }
    settle(worker, done);
  }

  /**
   * The same in steps, for a machine that {@linkplain Machine#pauses pauses} polls: goes on to the
   * next pause, or to the end of the poll.
   *
   * @param first whether the poll begins
   * @return whether it is over; if not, it is to be called again, by the same worker
   */
  public final boolean step(Worker worker, boolean first) {
    if (first) {
      begin(worker);
    }
    worker.paused = false;
    boolean done;
    try {
      done = poll(worker);
    } catch (Throwable e) {
      end(e);
      return true;
    }
    if (worker.paused && !done) {
      return false;
    }
    settle(worker, done);
    return true;
  }

  private void begin(Worker worker) {
    STATE.setVolatile(this, RUNNING); // before poll looks for what was published
    worker.counters.polls++;
  }

  private void end(Throwable thrown) {
    STATE.setVolatile(this, DONE);
    machine.ended(this, thrown);
  }

  private void settle(Worker worker, boolean done) {
    if (done) {
      STATE.setVolatile(this, DONE);
      machine.ended(this, null);
    } else if (!STATE.compareAndSet(this, RUNNING, IDLE)) {
      STATE.setVolatile(this, SCHEDULED);
      machine.ready(worker, this, true);
    }
  }

  /**
   * To be asked by a polled task after each of its operations: whether it shall return now, not
   * done, and will be polled again without being woken.
   */
  protected final boolean givesWay(Worker worker) {
    if (--worker.budget > 0) {
      return false;
    }
    if (!pauses(worker)) {
      wake(worker);
    }
    return true;
  }

  /**
   * To be told by a polled task that has computed: so many rounds of {@link
   * io.interleave.task.Worker.Counters#rounds mix}.
   *
   * @return whether it shall return now, not done, and will be polled again without being woken:
   *     what it sends next would be seen before the work is over
   */
  protected final boolean worked(Worker worker, long rounds) {
    worker.counters.rounds += rounds;
    return pauses(worker);
  }

  private boolean pauses(Worker worker) {
    if (!machine.pauses(worker)) {
      return false;
    }
    worker.paused = true;
    return true;
  }

  /**
   * Makes sure it is polled again. Any thread may call it, as often as it likes. What it is to find
   * was published before, by a volatile write.
   *
   * @param by the worker whose task calls; null from outside
   */
  public final void wake(@Nullable Worker by) {
    while (true) {
      switch ((byte) STATE.getVolatile(this)) {
        case IDLE -> {
          if (STATE.compareAndSet(this, IDLE, SCHEDULED)) {
            machine.ready(by, this, false);
            return;
          }
        }
        case RUNNING -> {
          if (STATE.compareAndSet(this, RUNNING, NOTIFIED)) {
            return;
          }
        }
        default -> {
          return; // it will be polled anyway, or never again
        }
      }
    }
  }

  /** Whether it has ended. */
  public final boolean isDone() {
    return (byte) STATE.getVolatile(this) == DONE;
  }

  /** What a timeline calls it; a workload's task may say more, such as {@code actor 17}. */
  @Override
  public String toString() {
    return "task " + number;
  }
}
