package io.interleave.task;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time in which tasks run, and how one who is no task waits in it. Real time passes by itself;
 * simulated time passes only while somebody waits for something.
 *
 * <p>A workload reads no other clock while its tasks run. Where it reads one a hop it keeps the
 * machine itself in a field, so that the call has one target and costs what {@link System#nanoTime}
 * does.
 */
public interface Time {
  /** The time on the wall. */
  Time REAL = System::nanoTime;

  /** Nanoseconds, from any start. */
  long now();

  /**
   * Waits until the latch is down, which tasks count.
   *
   * @throws InterruptedException when the caller is interrupted
   */
  default void await(CountDownLatch latch) throws InterruptedException {
    latch.await();
  }

  /**
   * The same, but not for longer than {@code patience}; false when it is not down then.
   *
   * @throws InterruptedException when the caller is interrupted
   */
  default boolean await(CountDownLatch latch, Duration patience) throws InterruptedException {
    return latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }
}
