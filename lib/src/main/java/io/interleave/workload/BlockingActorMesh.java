package io.interleave.workload;

import io.interleave.task.Mailbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * {@link ActorMesh} in its blocking form: a thread an actor, which waits when its mailbox is empty
 * or the next is full.
 */
public final class BlockingActorMesh implements Execution {
  // Elements of one array, 256 bytes apart and from all else.
  private static final int RETIRED = 32;
  private static final int INJECTED = 64;

  final MeshPlan plan;
  final HopClock clock;
  final Latencies<MeshTrace.Kind> latencies;
  final Mailbox<MeshToken>[] mailboxes;
  final CountDownLatch started;
  final CountDownLatch ended;
  private final MeshActor[] actors;
  private final Threads threads;
  private final List<Thread> running = new ArrayList<>();
  // All that tasks share: written when a token retires, and by the injector. The closed loop's
  // recorded hops read it.
  private final AtomicLongArray counters = new AtomicLongArray(96);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean clockRuns;
  private long startedAt;
  private long stoppedAt;

  /** One round of {@code mesh}; nothing is started yet. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public BlockingActorMesh(ActorMesh mesh, Threads threads) {
    this.threads = threads;
    plan = new MeshPlan(mesh);
    latencies = new Latencies<>(MeshTrace.Kind.class, MeshTrace.kindsOf(plan));
    clock = HopClock.of(plan.record, () -> !plan.openLoop && finished() > 0);
    mailboxes =
        Stream.generate(() -> threads.mailboxes().<MeshToken>bounded(plan.mailbox))
            .limit(plan.actors)
            .toArray(Mailbox[]::new);
    started = new CountDownLatch(plan.actors);
    ended = new CountDownLatch(plan.actors + 1);
    actors =
        IntStream.range(0, plan.actors)
            .mapToObj(i -> new MeshActor(this, i))
            .toArray(MeshActor[]::new);
  }

  @Override
  public Round run(Meter meter) throws InterruptedException {
    try {
      long startNs = startActors();
      long[] schedule = plan.openLoop ? plan.schedule() : new long[0];
      meter.start();
      start(new MeshInjector(this, schedule));
      done.await();
      clockRuns = false;
      var metrics = new LinkedHashMap<>(meter.stop());
      if (plan.openLoop) {
        metrics.put("offered_per_s", plan.offeredPerSecond(schedule));
      }
      throwFailure();
      long sum = Stream.of(actors).mapToLong(MeshActor::sum).sum();
      return new Round(sum, deliveries(), stoppedAt - startedAt, startNs, metrics, histograms());
    } finally {
      end();
    }
  }

  private long startActors() throws InterruptedException {
    long before = System.nanoTime();
    for (var actor : actors) {
      start(actor);
    }
    for (var mailbox : mailboxes) {
      mailbox.send(new MeshToken(0, 0, null));
    }
    started.await();
    return System.nanoTime() - before;
  }

  private void start(Runnable task) {
    var thread = threads.factory().newThread(task);
    thread.start();
    running.add(thread);
  }

  /** The injector's first act. */
  long startClock() {
    clockRuns = true;
    startedAt = System.nanoTime();
    return startedAt;
  }

  void inject(MeshToken token, long reading) throws InterruptedException {
    counters.incrementAndGet(INJECTED);
    send(token, reading);
  }

  /** Sends a token on its next hop, {@code reading} being the clock's last. */
  void send(MeshToken token, long reading) throws InterruptedException {
    token.advance();
    clock.stamp(token, reading);
    token.payload = plan.carriesPayload() ? plan.payload(token.z) : null;
    mailboxes[plan.destination(token.z)].send(token);
  }

  void retire(MeshToken token) {
    if (token.trace != null) {
      if (plan.openLoop) {
        token.trace.retire(System.nanoTime());
      } else {
        token.trace.retire();
      }
    }
    if (counters.incrementAndGet(RETIRED) == goal()) {
      stoppedAt = System.nanoTime();
      done.countDown();
    }
  }

  private void throwFailure() {
    var reason = failure.get();
    if (reason != null) {
      throw new Aborted(reason);
    }
  }

  /** Ends the tasks. None is asked to: those that live wait, and an interrupt ends a wait. */
  private void end() throws InterruptedException {
    running.forEach(Thread::interrupt);
    for (int missing = plan.actors + 1 - running.size(); missing > 0; missing--) {
      ended.countDown(); // could not be started
    }
    if (!ended.await(10, TimeUnit.SECONDS)) {
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
  public long deliveries() {
    return Stream.of(actors).mapToLong(MeshActor::deliveries).sum();
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
