package io.interleave.policy;

import io.interleave.task.Machine;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who sleeps and who searches, so that a worker is woken when there is work and none is looking for
 * it already. Models {@code idle.rs} of Tokio 1.5x: one word for both counts, a locked list of
 * sleepers. Go keeps the same two counts ({@code sched.npidle}, {@code sched.nmspinning}).
 *
 * <p>The rule that loses no wake-up: whoever is the last to stop searching looks once more at all
 * queues after it said so; and whoever brings work says so first, then looks at the counts.
 */
final class Idle {
  private static final int AWAKE = 1 << 16; // the counts in one word: awake ‖ searching
  private static final int SEARCHING = AWAKE - 1;

  private final Machine machine;
  private final int workers;
  private final boolean ofAwake;
  private final AtomicInteger counts;
  private final int[] sleepers; // guarded by this
  private int asleep;

  /**
   * All awake, none searching. Up to half of them may: half of those awake, as in Go, or of all, as
   * in Tokio.
   */
  Idle(Machine machine, int workers, boolean ofAwake) {
    this.machine = machine;
    this.workers = workers;
    this.ofAwake = ofAwake;
    counts = new AtomicInteger(workers * AWAKE);
    sleepers = new int[workers];
  }

  /** A worker wants to search; false when enough others do. */
  boolean search() {
    int now = counts.get();
    if (2 * (now & SEARCHING) >= (ofAwake ? now / AWAKE : workers)) {
      return false;
    }
    counts.incrementAndGet();
    return true;
  }

  /** A worker has found work; true when it was the last that searched, and should wake another. */
  boolean found() {
    return (counts.decrementAndGet() & SEARCHING) == 0;
  }

  /** A worker goes to sleep; true when it was the last that searched, and must look once more. */
  synchronized boolean sleep(int worker, boolean searching) {
    sleepers[asleep++] = worker;
    int now = counts.addAndGet(-AWAKE - (searching ? 1 : 0));
    return searching && (now & SEARCHING) == 0;
  }

  /** Whether a worker is still registered as asleep: then its park ended for no reason. */
  synchronized boolean isAsleep(int worker) {
    for (int i = 0; i < asleep; i++) {
      if (sleepers[i] == worker) {
        return true;
      }
    }
    return false;
  }

  /** There is work: wakes a sleeper, as a searcher, unless somebody searches; true when it did. */
  boolean wakeOne() {
    VarHandle.fullFence(); // the work is out before the counts are looked at
    if (!isNeeded()) {
      return false;
    }
    int woken;
    synchronized (this) {
      if (!isNeeded() || asleep == 0) {
        return false;
      }
      counts.addAndGet(AWAKE + 1);
      woken = sleepers[--asleep];
    }
    machine.unpark(woken);
    return true;
  }

  private boolean isNeeded() {
    int now = counts.get();
    return (now & SEARCHING) == 0 && now / AWAKE < workers;
  }
}
