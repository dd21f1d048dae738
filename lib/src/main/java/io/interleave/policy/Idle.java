package io.interleave.policy;

import io.interleave.task.Machine;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who sleeps and who searches, so that a worker is woken when there is work and none is looking for
 * it already. Models {@code idle.rs} of Tokio 1.5x: one word for both counts, a locked list of
 * sleepers. Go 1.26 keeps the same two counts ({@code sched.npidle}, {@code sched.nmspinning} in
 * {@code src/runtime/proc.go}), and a note that one should have been woken when none slept ({@code
 * sched.needspinning}).
 *
 * <p>The rule that loses no wake-up: whoever is the last to stop searching looks once more at all
 * queues after it said so; and whoever brings work says so first, then looks at the counts.
 *
 * <p>Not final: tests come in between its steps.
 */
class Idle {
  private static final int AWAKE = 1 << 16; // the counts in one word: awake ‖ searching
  private static final int SEARCHING = AWAKE - 1;

  private final Machine machine;
  private final int workers;
  private final int share;
  private final boolean likeGo;
  private final AtomicInteger counts;
  private volatile boolean missed; // all were awake and none searched when there was work
  private final int[] sleepers; // guarded by this
  private final boolean[] sleeps; // each worker; guarded by this
  private final boolean[] searchers; // as what each was woken last; guarded by this
  private int asleep;

  /**
   * All awake, none searching.
   *
   * @param share one worker in so many may search: of those awake, as in Go, or of all, as in Tokio
   * @param likeGo of those awake, and who goes to sleep looks once more if a wake-up was missed
   */
  Idle(Machine machine, int workers, int share, boolean likeGo) {
    this.machine = machine;
    this.workers = workers;
    this.share = share;
    this.likeGo = likeGo;
    counts = new AtomicInteger(workers * AWAKE);
    sleepers = new int[workers];
    sleeps = new boolean[workers];
    searchers = new boolean[workers];
  }

  /** A worker wants to search; false when enough others do. */
  boolean search() {
    int now = counts.get();
    if (share * (now & SEARCHING) >= (likeGo ? now / AWAKE : workers)) {
      return false;
    }
    counts.incrementAndGet();
    if (missed) {
      missed = false;
    }
    return true;
  }

  /** A worker has found work; true when it was the last that searched, and should wake another. */
  boolean found() {
    return (counts.decrementAndGet() & SEARCHING) == 0;
  }

  /**
   * A worker goes to sleep; true when it must look once more: it was the last that searched, or a
   * wake-up was missed because all were awake.
   */
  synchronized boolean sleep(int worker, boolean searching) {
    sleepers[asleep++] = worker;
    sleeps[worker] = true;
    int now = counts.addAndGet(-AWAKE - (searching ? 1 : 0));
    boolean wanted = missed;
    if (wanted) {
      missed = false;
    }
    VarHandle.fullFence(); // it is said before the queues are looked at: wakeOne's other half
    return wanted || (searching && (now & SEARCHING) == 0);
  }

  /** How many are awake. */
  int awake() {
    return counts.get() / AWAKE;
  }

  /** Whether a worker, awake again, was woken as a searcher. */
  synchronized boolean wasWokenToSearch(int worker) {
    return searchers[worker];
  }

  /** A worker that has gone to sleep last wakes itself; false when it was not the last. */
  synchronized boolean wakeUp(int worker) {
    if (asleep == 0 || sleepers[asleep - 1] != worker) {
      return false;
    }
    asleep--;
    sleeps[worker] = false;
    counts.addAndGet(AWAKE);
    return true;
  }

  /** Whether a worker is still registered as asleep: then its park ended for no reason. */
  synchronized boolean isAsleep(int worker) {
    return sleeps[worker];
  }

  /** There is work: wakes a sleeper, as a searcher, unless somebody searches; true when it did. */
  boolean wakeOne() {
    VarHandle.fullFence(); // the work is out before the counts are looked at
    if (counts.get() == workers * AWAKE) {
      noteMissed();
    }
    return isNeeded() && wake(true);
  }

  /**
   * There is work: wakes a sleeper, whoever searches, and not as a searcher: {@code startIdle} of
   * Go's {@code injectglist}, {@code signalWork} of ForkJoinPool. True when there was one.
   */
  boolean startOne() {
    VarHandle.fullFence(); // as above
    if (awake() == workers) {
      noteMissed();
    }
    return awake() < workers && wake(false);
  }

  /** Then the counts are looked at again: either that shows who went to sleep, or he sees this. */
  private void noteMissed() {
    if (likeGo && !missed) {
      missed = true;
    }
  }

  private boolean wake(boolean toSearch) {
    int woken;
    synchronized (this) {
      if (asleep == 0 || (toSearch && !isNeeded())) {
        return false;
      }
      counts.addAndGet(AWAKE + (toSearch ? 1 : 0));
      woken = sleepers[--asleep];
      sleeps[woken] = false;
      searchers[woken] = toSearch;
    }
    machine.unpark(woken);
    return true;
  }

  /** Whether a sleeper should be woken for new work: nobody searches, and somebody sleeps. */
  final boolean isNeeded() {
    int now = counts.get();
    return (now & SEARCHING) == 0 && now / AWAKE < workers;
  }
}
