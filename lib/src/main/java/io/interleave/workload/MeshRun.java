package io.interleave.workload;

import io.interleave.task.Time;
import io.interleave.task.Worker;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One round of {@link ActorMesh}, whichever form its tasks have: how it begins, and when it ends.
 *
 * <p>Whoever runs its tasks says how they are started and ended, and writes the hop: {@link
 * HopClock#received}, its own count of deliveries, {@link MeshPlan#sumOf}, {@link Retained#keep},
 * {@link HopClock#worked}, then {@link #retire}, or {@link #next} and a send.
 */
public abstract class MeshRun extends RoundRun {
  // Elements of one array, 256 bytes apart and from all else.
  private static final int RETIRED = 32;
  private static final int INJECTED = 64;

  /** What is to be done. */
  public final MeshPlan plan;

  /** What a hop reads the clock by. */
  public final HopClock clock;

  private final Latencies<MeshTrace.Kind> latencies;
  // All that tasks share: written when a token retires, and by the injector. The closed loop's
  // recorded hops read it.
  private final AtomicLongArray counters = new AtomicLongArray(96);
  private long[] schedule = {}; // of the open loop

  /** One round of {@code mesh}; nothing is started yet. */
  protected MeshRun(ActorMesh mesh, Time time) {
    this(new MeshPlan(mesh), time);
  }

  private MeshRun(MeshPlan plan, Time time) {
    super(time, plan.actors, plan.actors + 1); // and the injector
    this.plan = plan;
    latencies = new Latencies<>(MeshTrace.Kind.class, MeshTrace.kindsOf(plan));
    clock = HopClock.of(plan.record, time, this::record);
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

  @Override
  protected final void start() throws InterruptedException {
    startActors();
  }

  @Override
  protected final void prepare() {
    schedule = plan.openLoop ? plan.schedule() : new long[0];
  }

  @Override
  protected final void open() {
    startInjector(schedule);
  }

  @Override
  protected final Map<String, Number> metrics() {
    return plan.openLoop ? Map.of("offered_per_s", plan.offeredPerSecond(schedule)) : Map.of();
  }

  /** Token {@code k}, with what records its latencies. */
  public MeshToken token(long k) {
    boolean recorded = plan.openLoop || !plan.record.equals("off");
    return plan.token(k, recorded ? new MeshTrace(latencies, k) : null);
  }

  /**
   * After the first retirement fewer tokens than all are under way, and latencies fall: so those
   * hops are a kind of their own.
   */
  private void record(MeshToken token, long ns, @Nullable Worker by) {
    var trace = token.trace;
    if (trace == null) {
      return; // the uncounted message
    }
    boolean draining = !plan.openLoop && finished() > 0;
    if (by == null) {
      trace.hop(ns, draining);
    } else {
      latencies.of(by).record(MeshTrace.Kind.ofHop(draining), ns);
    }
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
      stopClock();
    }
  }

  @Override
  protected final Map<String, Histogram> histograms() {
    var histograms = new LinkedHashMap<String, Histogram>();
    latencies
        .merged()
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
    return super.underWay() && counters.get(INJECTED) > finished();
  }

  @Override
  public String ends() {
    return "tokens were retired";
  }
}
