package io.interleave.workload;

import io.interleave.task.Time;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * The ticks that are owed to a ticker, one a millisecond, and how late it had each. Tick j is owed
 * j ms after the start. A tick that is never had is recorded when the ticker next runs, or at the
 * end; so each one owed is recorded exactly once.
 */
final class Ticks {
  private static final long IDLE = 200;
  private static final long MS = 1_000_000;

  private final Time time;
  private final long most;
  private final Histogram late = Histograms.empty();
  private long start;
  private long owed; // and recorded
  private long had;
  private boolean over;

  /**
   * Ticks to come.
   *
   * @param most of them; then they are over
   */
  Ticks(Time time, long most) {
    this.time = time;
    this.most = most;
  }

  synchronized void startAt(long start) {
    this.start = start;
  }

  /** The ticker's turn. Returns when the next tick is owed; that may have passed. */
  synchronized long tick() {
    long now = time.now();
    if (!over && now - start >= (owed + 1) * MS) { // else it was woken early
      had++;
      settle(now);
    }
    return start + (owed + 1) * MS;
  }

  /** Records what is still owed; returns that moment. */
  synchronized long end() {
    long now = time.now();
    if (!over) {
      settle(now);
      over = true;
    }
    return now;
  }

  private void settle(long now) {
    for (long due = Math.min(most, (now - start) / MS); owed < due; owed++) {
      late.recordValue(Math.clamp(now - start - (owed + 1) * MS, 0, Histograms.CEILING_NS));
    }
    over = owed == most;
  }

  synchronized boolean isOver() {
    return over;
  }

  /** What a ticker does in a round: it rehearses with nothing beside it, and ticks. */
  static final class Run {
    final Ticks idle;
    final Ticks late;
    final CountDownLatch rehearsed = new CountDownLatch(1);

    Run(Time time) {
      idle = new Ticks(time, IDLE);
      late = new Ticks(time, Long.MAX_VALUE);
    }

    Map<String, Number> metrics() {
      return Map.of("ticks_owed", late.owed(), "ticks_had", late.had());
    }

    Map<String, Histogram> histograms() {
      return Map.of("late_idle", idle.late(), "late", late.late());
    }
  }

  synchronized long owed() {
    return owed;
  }

  synchronized long had() {
    return had;
  }

  synchronized Histogram late() {
    return late.copy();
  }
}
