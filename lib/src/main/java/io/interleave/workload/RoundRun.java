package io.interleave.workload;

import io.interleave.task.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One round of a workload, whichever form its tasks have, and the boundary of its clock: they start
 * and acknowledge, run between the clock's two readings, and end.
 */
public abstract class RoundRun implements Execution {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The time in which its tasks run. */
  public final Time time;

  /** To be counted down by each task that acknowledges. */
  public final CountDownLatch started;

  /** To be counted down for each task that is gone. */
  public final CountDownLatch ended;

  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean clockRuns;
  private long startedAt;
  private long stoppedAt;

  /**
   * A round to be.
   *
   * @param time in which its tasks run
   * @param acknowledging tasks that say that they run before the clock starts
   * @param all tasks, those included that only start or open something
   */
  protected RoundRun(Time time, int acknowledging, int all) {
    this.time = time;
    started = new CountDownLatch(acknowledging);
    ended = new CountDownLatch(all);
  }

  /** Starts all tasks that acknowledge; whoever calls waits for them. */
  protected abstract void start() throws InterruptedException;

  /** All have acknowledged: what is left to do before the meter is read. */
  protected void prepare() throws InterruptedException {}

  /** Starts the task that reads the clock and lets the others go. */
  protected abstract void open() throws InterruptedException;

  /** Tells all tasks that were started to end, and counts down for those that never were. */
  protected abstract void endTasks();

  /** The answer, when the clock has stopped. */
  protected abstract long sum();

  /** What this workload measures beside the meter. */
  protected Map<String, Number> metrics() {
    return Map.of();
  }

  /** What this workload recorded. */
  protected Map<String, Histogram> histograms() {
    return Map.of();
  }

  @Override
  public Round run(Meter meter) throws InterruptedException {
    try {
      meter.settle();
      beforeTasks(meter);
      long before = time.now();
      start();
      time.await(started);
      long startNs = time.now() - before;
      throwFailure();
      prepare();
      atRest(meter);
      meter.start();
      open();
      time.await(done);
      clockRuns = false;
      var metrics = new LinkedHashMap<>(meter.stop());
      throwFailure();
      metrics.putAll(metrics());
      return new Round(sum(), deliveries(), stoppedAt - startedAt, startNs, metrics, histograms());
    } finally {
      end();
    }
  }

  /** Nothing is made yet. */
  protected void beforeTasks(Meter meter) throws InterruptedException {}

  /** All tasks wait. */
  protected void atRest(Meter meter) throws InterruptedException {}

  /** The first act of the task that opens; returns the clock's reading. */
  public final long startClock() {
    clockRuns = true;
    startedAt = time.now();
    began(startedAt);
    return startedAt;
  }

  /** The clock was started. */
  protected void began(long now) {}

  /** The last act of whoever is the last. */
  public final void stopClock() {
    stoppedAt = lastReading();
    done.countDown();
  }

  /** Reads the clock as it stops. */
  protected long lastReading() {
    return time.now();
  }

  private void throwFailure() {
    var reason = failure.get();
    if (reason != null) {
      throw new Aborted(reason);
    }
  }

  /** Ends all tasks, and waits until they are gone. */
  final void end() throws InterruptedException {
    endTasks();
    if (!time.await(ended, PATIENCE)) {
      throw new IllegalStateException(ended.getCount() + " tasks did not end");
    }
    afterTasks();
  }

  /** All tasks are gone. */
  protected void afterTasks() {}

  @Override
  public boolean underWay() {
    return clockRuns;
  }

  @Override
  public void abort(Throwable reason) {
    failure.compareAndSet(null, reason);
    done.countDown();
    while (started.getCount() > 0) { // a round that is given up while it starts
      started.countDown();
    }
  }
}
