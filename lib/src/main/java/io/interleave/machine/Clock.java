package io.interleave.machine;

import io.interleave.task.Task;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The machine's watch: a thread that says roughly what time it is, and wakes tasks when theirs has
 * come, as the JDK does for virtual threads. (Go and Tokio have their timers looked after by
 * workers that would sleep.)
 */
final class Clock {
  private static final long TICK_NS = 5_000_000;
  private static final long LONGEST_NS = 1_000_000_000;

  private record Alarm(long time, Task task) {}

  private final PriorityQueue<Alarm> alarms = // guarded by itself
      new PriorityQueue<>((a, b) -> Long.signum(a.time - b.time));
  private final Thread thread = Thread.ofPlatform().daemon().name("clock").unstarted(this::run);
  private final LongConsumer eachTick;
  private final BooleanSupplier idle;
  private volatile boolean resting;
  private volatile long coarse = System.nanoTime();
  private volatile boolean stopping;

  /**
   * Tells the time to {@code eachTick} every few milliseconds; ever more seldom while the workers
   * are {@code idle}, as Go's sysmon does.
   */
  Clock(LongConsumer eachTick, BooleanSupplier idle) {
    this.eachTick = eachTick;
    this.idle = idle;
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  /** A worker has slept and goes on: a clock that rests tells the time again. */
  void stir() {
    if (resting) {
      resting = false;
      coarse = System.nanoTime();
      LockSupport.unpark(thread);
    }
  }

  /** The time, up to a tick ago; while a worker is awake. */
  long coarse() {
    return coarse;
  }

  /** Wakes the task when {@link System#nanoTime} is {@code time}. */
  void wakeAt(long time, Task task) {
    boolean first;
    synchronized (alarms) {
      alarms.add(new Alarm(time, task));
      first = alarms.peek().task == task;
    }
    if (first) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    long rest = TICK_NS;
    while (!stopping) {
      coarse = System.nanoTime();
      eachTick.accept(coarse);
      long left = ring();
      rest = idle.getAsBoolean() ? Math.min(2 * rest, LONGEST_NS) : TICK_NS;
      resting = rest > TICK_NS; // it is said before the next look: stir's other half
      if (!resting || idle.getAsBoolean()) {
        LockSupport.parkNanos(Math.clamp(left, 1, rest));
      }
    }
  }

  /** Wakes those whose time has come; returns how long it is until the next. */
  private long ring() {
    while (true) {
      Alarm due;
      synchronized (alarms) {
        due = alarms.peek();
        long left = due == null ? Long.MAX_VALUE : due.time - System.nanoTime();
        if (left > 0) {
          return left;
        }
        alarms.remove();
      }
      due.task.wake(null);
    }
  }
}
