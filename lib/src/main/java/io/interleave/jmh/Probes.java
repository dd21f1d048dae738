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
  private static final long LONGEST_LIGHT_NS = 2_000_000;
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
   * From an unpark to the first instruction of a thread that has slept deeply, up to 450 µs longer.
   *
   * @param n how many times, at least 1
   * @param light how long a sleep is light
   */
  static Histogram unpark(int n, long light) throws InterruptedException {
    var random = new SplittableRandom(42);
    long least = Math.max(IDLE_NS, light);
    return wakes(n, () -> least + random.nextLong(MORE_NS));
  }

  /**
   * Sleeps from which a thread comes back soon.
   *
   * @param wakeNs from an unpark to its first instruction, the longest of the medians after 2, 8
   *     and 32 µs
   * @param untilNs so long they may be; 0 when longer ones are no different
   */
  record Light(long wakeNs, long untilNs) {}

  /**
   * How long a sleep is light: they get longer by half of it until a wake-up takes half as long
   * again.
   *
   * @param n wakes a step, at least 1
   */
  static Light light(int n) throws InterruptedException {
    long soon = Math.max(median(n, 2_000), Math.max(median(n, 8_000), median(n, 32_000)));
    for (long ns = 32_000; ns < LONGEST_LIGHT_NS; ns += ns / 2) {
      if (2 * median(n, ns) >= 3 * soon) {
        return new Light(soon, ns);
      }
    }
    return new Light(soon, 0);
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
