package io.interleave.workload;

import io.interleave.task.Task;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where work goes that blocks or computes for long: Tokio's {@code spawn_blocking}, Java's cached
 * pool of platform threads.
 */
final class BlockingPool {
  static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("blocking ", 0).factory());

  private BlockingPool() {}

  /** Work that wakes a task of a machine when it is over. */
  static final class Offloaded implements Runnable {
    private final LongSupplier work;
    private final Task waiting;
    private long result;
    private @Nullable RuntimeException thrown;
    private volatile boolean over;

    Offloaded(LongSupplier work, Task waiting) {
      this.work = work;
      this.waiting = waiting;
    }

    @Override
    public void run() {
      try {
        result = work.getAsLong();
      } catch (RuntimeException | Error e) {
        thrown = new IllegalStateException(e);
      }
      over = true;
      waiting.wake(null);
    }

    boolean isOver() {
      return over;
    }

    /** What it returned, when it is over; throws what it threw. */
    long result() {
      if (thrown != null) {
        throw thrown;
      }
      return result;
    }
  }
}
