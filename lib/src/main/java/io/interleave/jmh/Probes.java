package io.interleave.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * What JMH's averages can't say: distributions. Each runs in this JVM, on two platform threads; the
 * time goes into the operating system, so that warm code changes little.
 */
final class Probes {
  private static final long LONGEST_NS = 10_000_000_000L;
  private static final long IDLE_NS = 50_000;
  private static final long MORE_NS = 450_000;
  private static final long FIRST_NS = 50;
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
    var random = new SplittableRandom(42);
    return wakes(n, () -> IDLE_NS + random.nextLong(MORE_NS));
  }

  /**
   * How long a thread is on its way to sleep: the least time after its last word, doubled from 50
   * ns on, at which it takes half as long to come back as when it sleeps. Before that it mostly
   * finds the wake-up by itself.
   *
   * @param n wakes a step, at least 1
   */
  static long asleepAfter(int n) throws InterruptedException {
    long asleep = wakes(n, () -> IDLE_NS).getValueAtPercentile(50);
    long after = FIRST_NS;
    while (after < IDLE_NS && 2 * median(n, after) < asleep) {
      after *= 2;
    }
    return after;
  }

  private static long median(int n, long ns) throws InterruptedException {
    return wakes(n, () -> ns).getValueAtPercentile(50);
  }

  /** Wakes a thread so long after its last word, again and again; how long that took. */
  private static Histogram wakes(int n, LongSupplier waits) throws InterruptedException {
    var sleeper = new Sleeper();
    sleeper.start();
    try {
      for (int i = 0; i < n; i++) {
        spin(waits.getAsLong());
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
