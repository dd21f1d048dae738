package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A {@link GatedRun} in a workload's async form. */
abstract class AsyncRun extends GatedRun {
  final Machine machine;
  private final TaskGate gate = new TaskGate();

  /** As {@link GatedRun}. */
  AsyncRun(Machine machine, long tasks, boolean ticks, Kind... kinds) {
    super(machine, tasks, ticks, kinds);
    this.machine = machine;
  }

  /** Task {@code i}, from 0. */
  abstract Gated task(int i);

  @Override
  protected void start() throws InterruptedException {
    launch(null, new Starter());
  }

  @Override
  protected void open() throws InterruptedException {
    launch(null, new Opener());
  }

  final <T extends Task & Interruptible> void launch(@Nullable Worker by, T task)
      throws InterruptedException {
    launch(
        () -> {
          machine.spawn(by, task);
          return task;
        });
  }

  /** A task of the round, which is gone when it is done, or when the round is over. */
  abstract class Own extends Task implements Interruptible {
    Own() {
      super(machine);
    }

    /** Goes on until it has to wait; whether it is done. */
    abstract boolean goesOn(Worker worker) throws InterruptedException;

    @Override
    protected final boolean poll(Worker worker) {
      try {
        boolean done = goesOn(worker) || isOver();
        if (done) {
          ended.countDown();
        }
        return done;
      } catch (InterruptedException e) {
        ended.countDown();
        return true;
      } catch (Throwable e) {
        abort(e);
        ended.countDown();
        throw e;
      }
    }

    @Override
    public void interrupt() {
      wake(null);
    }
  }

  private final class Starter extends Own {
    @Override
    boolean goesOn(Worker worker) throws InterruptedException {
      for (int i = 0; i < tasks; i++) {
        var task = task(i);
        counts(i, task);
        launch(worker, task);
      }
      return true;
    }
  }

  @Override
  void startTicker(Ticks.Run ticker) throws InterruptedException {
    launch(null, new Ticker(ticker));
  }

  /** Rehearses, waits at the gate, ticks. */
  private final class Ticker extends Own {
    private final Ticks.Run run;
    private boolean begun;
    private boolean atGate;

    Ticker(Ticks.Run run) {
      this.run = run;
    }

    @Override
    boolean goesOn(Worker worker) {
      if (!begun) {
        begun = true;
        run.idle.startAt(time.now());
      }
      if (!atGate && ticks(run.idle)) {
        return false;
      }
      if (!atGate) {
        atGate = true;
        run.rehearsed.countDown();
        gate.passes(this);
      }
      return gate.isOpen() && !ticks(run.late);
    }

    /** Whether there are ticks to come; it will be woken for the next. */
    private boolean ticks(Ticks ticks) {
      long next = ticks.tick();
      if (!ticks.isOver()) {
        machine.wakeAt(next, this);
      }
      return !ticks.isOver();
    }
  }

  private final class Opener extends Own {
    @Override
    boolean goesOn(Worker worker) {
      startClock();
      gate.open(worker);
      return true;
    }
  }

  /** A task that waits at the gate, works, and has left. */
  abstract class Gated extends Own implements Tally {
    private static final VarHandle COUNT;

    static {
      try {
        COUNT = MethodHandles.lookup().findVarHandle(Gated.class, "count", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private boolean atGate;
    long sum;
    private long count; // beside the sum: one line, written by this task alone

    /** What it does when the gate is open, until it has to wait; whether it has done it. */
    abstract boolean works(Worker worker);

    @Override
    boolean goesOn(Worker worker) {
      boolean done = passes() && works(worker);
      if (done) {
        left();
      }
      return done;
    }

    /** Whether the gate is open; acknowledges when it asks for the first time. */
    final boolean passes() {
      if (atGate) {
        return gate.isOpen();
      }
      atGate = true;
      boolean open = gate.passes(this);
      started.countDown();
      return open;
    }

    /** One unit more, seen from outside without a fence. */
    final void counted() {
      COUNT.setOpaque(this, count + 1);
    }

    @Override
    public final long count() {
      return (long) COUNT.getOpaque(this);
    }

    @Override
    public final long sum() {
      return sum;
    }
  }
}
