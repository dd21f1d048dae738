package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A {@link GatedRun} in a workload's blocking form. */
abstract class BlockingRun extends GatedRun {
  final Threads threads;
  private final Threads.Gate gate;

  /** As {@link GatedRun}. */
  BlockingRun(Threads threads, long tasks, boolean ticks, Kind... kinds) {
    super(threads.time(), tasks, ticks, kinds);
    this.threads = threads;
    gate = threads.gate();
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

  final void launch(@Nullable StackfulTask<?> by, Own task) throws InterruptedException {
    launch(() -> threads.start(null, task, by));
  }

  /** A task of the round. */
  abstract class Own implements Threads.Body {
    /** All that it does. */
    abstract void whole(@Nullable StackfulTask<?> self) throws InterruptedException;

    @Override
    public final void run(@Nullable StackfulTask<?> self) {
      try {
        whole(self);
      } catch (InterruptedException e) {
        // The round is over.
      } catch (Throwable e) {
        abort(e);
      } finally {
        ended.countDown();
      }
    }
  }

  private final class Starter extends Own {
    @Override
    void whole(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (int i = 0; i < tasks; i++) {
        var task = task(i);
        counts(i, task);
        launch(self, task);
      }
    }
  }

  @Override
  void startTicker(Ticks.Run ticker) throws InterruptedException {
    launch(null, new Ticker(ticker));
  }

  private final class Ticker extends Own {
    private final Ticks.Run run;

    Ticker(Ticks.Run run) {
      this.run = run;
    }

    @Override
    void whole(@Nullable StackfulTask<?> self) throws InterruptedException {
      run.idle.startAt(time.now());
      tick(run.idle, self);
      run.rehearsed.countDown();
      gate.await(self);
      tick(run.late, self);
    }

    private void tick(Ticks ticks, @Nullable StackfulTask<?> self) throws InterruptedException {
      while (!ticks.isOver()) {
        threads.sleepUntil(ticks.tick(), self);
      }
    }
  }

  private final class Opener extends Own {
    @Override
    void whole(@Nullable StackfulTask<?> self) {
      startClock();
      gate.open(self);
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

    long sum;
    private long count; // beside the sum: one line, written by this task alone

    /** What it does when the gate is open. */
    abstract void work(@Nullable StackfulTask<?> self) throws InterruptedException;

    @Override
    void whole(@Nullable StackfulTask<?> self) throws InterruptedException {
      atGate(self);
      work(self);
      left();
    }

    /** Acknowledges, and waits for the others. */
    final void atGate(@Nullable StackfulTask<?> self) throws InterruptedException {
      started.countDown();
      gate.await(self);
    }

    /** One unit more, seen from outside without a fence. */
    final void counted() {
      counted(1);
    }

    final void counted(long units) {
      COUNT.setOpaque(this, count + units);
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
