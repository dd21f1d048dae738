package io.interleave.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What JMH's averages can't say: distributions. Each runs in this JVM, on two platform threads; the
 * time goes into the operating system, so that warm code changes little.
 */
final class Probes {
  private static final long LONGEST_NS = 10_000_000_000L;
  private static final long IDLE_NS = 50_000;
  private static final long MORE_NS = 450_000;
  private static final long TIMER_NS = 200_000;

  private Probes() {}

  /** A thread that sleeps until it is asked, and notes how long the question took. */
  private static final class Sleeper extends Thread {
    private final Histogram latencies = new Histogram(1, LONGEST_NS, 3);
    private volatile long asked; // 0: nothing
    private volatile boolean over;

    Sleeper() {
      super("sleeper");
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!over) {
        long question = asked;
        if (question == 0) {
          LockSupport.park(this);
        } else {
          latencies.recordValue(Math.clamp(System.nanoTime() - question, 1, LONGEST_NS));
          asked = 0;
        }
      }
    }
  }

  /**
   * From an unpark to the first instruction of a thread that has slept for 50 to 500 µs.
   *
   * @param n how many times, at least 1
   */
  static Histogram unpark(int n) throws InterruptedException {
    var sleeper = new Sleeper();
    var random = new SplittableRandom(42);
    sleeper.start();
    try {
      for (int i = 0; i < n; i++) {
        while (sleeper.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
        spin(IDLE_NS + random.nextLong(MORE_NS));
        sleeper.asked = System.nanoTime();
        LockSupport.unpark(sleeper);
        while (sleeper.asked != 0) {
          Thread.onSpinWait();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      sleeper.over = true;
      LockSupport.unpark(sleeper);
    }
    sleeper.join();
    return sleeper.latencies;
  }

  /** Whoever wakes others is awake itself, as a worker is that has just polled. */
  private static void spin(long ns) {
    long until = System.nanoTime() + ns;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  /** How late a sleep of 200 µs ends, by the operating system's timer. */
  static Histogram timer(int n) throws InterruptedException {
    var late = new Histogram(1, LONGEST_NS, 3);
    for (int i = 0; i < n; i++) {
      long due = System.nanoTime() + TIMER_NS;
      for (long left = TIMER_NS; left > 0; left = due - System.nanoTime()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(left);
      }
      late.recordValue(Math.clamp(System.nanoTime() - due, 1, LONGEST_NS));
    }
    return late;
  }
}
