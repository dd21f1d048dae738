package io.interleave.workload;

import io.interleave.task.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One round of {@link ActorMesh}, whichever form its tasks have: how it begins, and when it ends.
 *
 * <p>Whoever runs its tasks says how they are started and ended, and writes the hop: {@link
 * HopClock#received}, its own count of deliveries, {@link MeshPlan#sumOf}, {@link Retained#keep},
 * {@link HopClock#worked}, then {@link #retire}, or {@link #next} and a send.
 */
public abstract class MeshRun implements Execution {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  // Elements of one array, 256 bytes apart and from all else.
  private static final int RETIRED = 32;
  private static final int INJECTED = 64;

  /** What is to be done. */
  public final MeshPlan plan;

  /** The time in which its tasks run. */
  public final Time time;

  /** What a hop reads the clock by. */
  public final HopClock clock;

  /** To be counted down by each actor when it has its uncounted message. */
  public final CountDownLatch started;

  /** To be counted down for each task that is gone: all actors, and the injector. */
  public final CountDownLatch ended;

  private final Latencies<MeshTrace.Kind> latencies;
  // All that tasks share: written when a token retires, and by the injector. The closed loop's
  // recorded hops read it.
  private final AtomicLongArray counters = new AtomicLongArray(96);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean clockRuns;
  private long startedAt;
  private long stoppedAt;

  /** One round of {@code mesh}; nothing is started yet. */
  protected MeshRun(ActorMesh mesh, Time time) {
    this.time = time;
    plan = new MeshPlan(mesh);
    latencies = new Latencies<>(MeshTrace.Kind.class, MeshTrace.kindsOf(plan));
    clock = HopClock.of(plan.record, time, () -> !plan.openLoop && finished() > 0);
    started = new CountDownLatch(plan.actors);
    ended = new CountDownLatch(plan.actors + 1); // and the injector
  }

  /** Starts all actors and sends each its uncounted message. */
  protected abstract void startActors() throws InterruptedException;

  /**
   * Starts the task that sends the first tokens.
   *
   * @param schedule in the open loop, when each is to start: nanoseconds from the clock's start;
   *     empty in the closed loop
   */
  protected abstract void startInjector(long[] schedule);

  /** Tells all tasks that were started to end, and counts down for those that never were. */
  protected abstract void endTasks();

  /** All actors' sums. */
  protected abstract long sum();

  @Override
  public Round run(Meter meter) throws InterruptedException {
    try {
      long before = time.now();
      startActors();
      time.await(started);
      long startNs = time.now() - before;
      long[] schedule = plan.openLoop ? plan.schedule() : new long[0];
      meter.start();
      startInjector(schedule);
      time.await(done);
      clockRuns = false;
      var metrics = new LinkedHashMap<>(meter.stop());
      if (plan.openLoop) {
        metrics.put("offered_per_s", plan.offeredPerSecond(schedule));
      }
      throwFailure();
      return new Round(sum(), deliveries(), stoppedAt - startedAt, startNs, metrics, histograms());
    } finally {
      end();
    }
  }

  /** The injector's first act; returns the clock's reading. */
  public long startClock() {
    clockRuns = true;
    startedAt = time.now();
    return startedAt;
  }

  /** Token {@code k}, with what records its latencies. */
  public MeshToken token(long k) {
    boolean recorded = plan.openLoop || !plan.record.equals("off");
    return plan.token(k, recorded ? new MeshTrace(latencies, k) : null);
  }

  /** A token is about to leave the injector: as {@link #next}. */
  public int inject(MeshToken token, long reading) {
    counters.incrementAndGet(INJECTED);
    return next(token, reading);
  }

  /**
   * Makes a token ready for its next hop, {@code reading} being the clock's last; returns its
   * destination.
   */
  public int next(MeshToken token, long reading) {
    token.advance();
    clock.stamp(token, reading);
    token.payload = plan.payload(token.z);
    return plan.destination(token.z);
  }

  /** A token has made its last hop. */
  public void retire(MeshToken token) {
    if (token.trace != null) {
      if (plan.openLoop) {
        token.trace.retire(time.now());
      } else {
        token.trace.retire();
      }
    }
    if (counters.incrementAndGet(RETIRED) == goal()) {
      stoppedAt = time.now();
      done.countDown();
    }
  }

  private void throwFailure() {
    var reason = failure.get();
    if (reason != null) {
      throw new Aborted(reason);
    }
  }

  /** Ends all tasks, and waits until they are gone. */
  void end() throws InterruptedException {
    endTasks();
    if (!time.await(ended, PATIENCE)) {
      throw new IllegalStateException(ended.getCount() + " tasks did not end");
    }
  }

  private Map<String, Histogram> histograms() {
    var histograms = new LinkedHashMap<String, Histogram>();
    latencies
        .merged(MeshTrace.Kind.class)
        .forEach((kind, sum) -> histograms.put(kind.name().toLowerCase(Locale.ROOT), sum));
    return histograms;
  }

  @Override
  public long finished() {
    return counters.get(RETIRED);
  }

  @Override
  public long goal() {
    return plan.sent();
  }

  @Override
  public boolean underWay() {
    return clockRuns && counters.get(INJECTED) > finished();
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
