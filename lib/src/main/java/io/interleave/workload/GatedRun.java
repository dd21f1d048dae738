package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Time;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A round whose tasks all wait at one gate, and which is over when the last of them has left. One
 * task more starts them, and one opens the gate.
 */
abstract class GatedRun extends RoundRun {
  /** Kinds of latency; their names are the contract's, in lower case. */
  enum Kind {
    LATE,
    FIRST_CALL,
    SECOND_CALL
  }

  private static final int LEFT = 32; // an element 256 bytes apart from all else

  final int tasks;
  private final int all;
  private final @Nullable Tally[] tallies;
  private final Ticks.@Nullable Run ticker;
  private final Latencies<Kind> latencies;
  private final AtomicLongArray left = new AtomicLongArray(64);
  private final List<Interruptible> running = new ArrayList<>(); // guarded by itself
  private volatile boolean over;

  /**
   * A round to be.
   *
   * @param tasks that wait at the gate and do the work
   * @param ticks whether a ticker runs beside
   * @param kinds of latency that are recorded
   */
  GatedRun(Time time, long tasks, boolean ticks, Kind... kinds) {
    super(time, Math.toIntExact(tasks), Math.toIntExact(tasks) + besides(ticks));
    this.tasks = Math.toIntExact(tasks);
    all = this.tasks + besides(ticks);
    ticker = ticks ? new Ticks.Run(time) : null;
    tallies = new Tally[this.tasks];
    latencies = new Latencies<>(Kind.class, kindsOf(kinds));
    left.set(LEFT, tasks);
  }

  /** The starter and the opener, and maybe a ticker. */
  private static int besides(boolean ticks) {
    return ticks ? 3 : 2;
  }

  private static Set<Kind> kindsOf(Kind[] kinds) {
    var set = EnumSet.noneOf(Kind.class);
    set.addAll(List.of(kinds));
    return set;
  }

  /**
   * Starts one task.
   *
   * @throws InterruptedException when the round is over, so there is no sense in it
   */
  final void launch(Supplier<Interruptible> start) throws InterruptedException {
    synchronized (running) {
      if (over) {
        throw new InterruptedException();
      }
      running.add(start.get());
    }
  }

  /** Starts the ticker. */
  abstract void startTicker(Ticks.Run ticker) throws InterruptedException;

  @Override
  protected void prepare() throws InterruptedException {
    if (ticker != null) {
      startTicker(ticker);
      time.await(ticker.rehearsed);
    }
  }

  @Override
  protected void began(long now) {
    if (ticker != null) {
      ticker.late.startAt(now);
    }
  }

  @Override
  protected long lastReading() {
    return ticker == null ? super.lastReading() : ticker.late.end();
  }

  @Override
  public void abort(Throwable reason) {
    super.abort(reason);
    if (ticker != null) {
      ticker.rehearsed.countDown();
    }
  }

  /** Task {@code i} is about to start. */
  final void counts(int i, Tally tally) {
    tallies[i] = tally;
  }

  /** A task has done its work; the last one stops the clock. In a round given up it has not. */
  final void left() {
    if (!over && left.decrementAndGet(LEFT) == 0) {
      stopClock();
    }
  }

  /** Whether the round is over, and a task that still runs shall end. */
  final boolean isOver() {
    return over;
  }

  /** Records a latency of task {@code i}. */
  final void record(Kind kind, int i, long ns) {
    var shard = latencies.shard(i);
    synchronized (shard) {
      shard.record(kind, ns);
    }
  }

  @Override
  protected void endTasks() {
    List<Interruptible> started;
    synchronized (running) {
      over = true;
      started = List.copyOf(running);
    }
    started.forEach(Interruptible::interrupt);
    for (int missing = all - started.size(); missing > 0; missing--) {
      ended.countDown(); // was never started
    }
  }

  @Override
  protected long sum() {
    long sum = 0;
    for (var tally : tallies) {
      sum += tally == null ? 0 : tally.sum();
    }
    return sum;
  }

  /** The sum of task {@code i} alone. */
  final long sumOf(int i) {
    var tally = tallies[i];
    return tally == null ? 0 : tally.sum();
  }

  @Override
  public long deliveries() {
    long count = 0;
    for (var tally : tallies) {
      count += tally == null ? 0 : tally.count();
    }
    return count;
  }

  @Override
  protected Map<String, Number> metrics() {
    return ticker == null ? Map.of() : ticker.metrics();
  }

  @Override
  protected Map<String, Histogram> histograms() {
    var histograms = new LinkedHashMap<String, Histogram>();
    if (ticker != null) {
      histograms.putAll(ticker.histograms());
    }
    latencies
        .merged()
        .forEach((kind, sum) -> histograms.put(kind.name().toLowerCase(Locale.ROOT), sum));
    return histograms;
  }

  @Override
  public long finished() {
    return tasks - left.get(LEFT);
  }

  @Override
  public long goal() {
    return tasks;
  }
}
