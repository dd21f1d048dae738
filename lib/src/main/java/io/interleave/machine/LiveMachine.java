package io.interleave.machine;

import io.interleave.policy.Policy;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A machine of real threads: each worker asks the policy for a task, runs it, and asks again; and
 * sleeps when there is none.
 *
 * <p>{@code close} waits for the tasks first, then for the threads; what is still unfinished then
 * is counted and never polled again.
 *
 * @param <W> the policy's own workers
 */
public final class LiveMachine<W extends Worker> implements Machine, AutoCloseable {
  private final Policy<W> policy;
  private final List<W> workers;
  private final List<Parker> parkers;
  private final List<Thread> threads;
  private final AtomicLong unfinished = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Object finished = new Object();
  private volatile boolean stopping;
  private final AtomicInteger awake = new AtomicInteger();
  private final Clock clock;

  /**
   * Starts the workers.
   *
   * @param policy a new one, of this machine's own
   * @param n workers, at least 1
   * @throws IllegalArgumentException when {@code n} is less
   */
  public LiveMachine(Policy<W> policy, int n) {
    this(policy, n, null);
  }

  /**
   * Starts the workers, and records what they do.
   *
   * @param timeline an empty one; null for none, which costs nothing
   */
  public LiveMachine(Policy<W> policy, int n, @Nullable Timeline timeline) {
    if (n < 1) {
      throw new IllegalArgumentException("workers=%d: expected at least 1".formatted(n));
    }
    this.policy =
        timeline != null && timeline.tellsWakes() ? new WakesTold<>(policy, timeline) : policy;
    parkers = IntStream.range(0, n).mapToObj(i -> new Parker()).toList();
    workers = policy.open(this, n);
    List<Track> tracks = timeline == null ? List.of() : timeline.open(this, workers);
    threads =
        workers.stream()
            .map(w -> thread(w, tracks.isEmpty() ? null : tracks.get(w.index)))
            .toList();
    awake.set(n);
    clock = new Clock(policy::watch, () -> awake.get() == 0);
    threads.forEach(Thread::start);
    clock.start();
  }

  private Thread thread(W worker, @Nullable Track track) {
    return new WorkerThread(worker, track == null ? () -> work(worker) : () -> work(worker, track));
  }

  private void work(W worker) {
    Parker parker = parkers.get(worker.index);
    while (!stopping) {
      Task task = policy.next(worker);
      if (task == null) {
        sleep(parker);
      } else if (task == Policy.AGAIN) {
        Thread.onSpinWait();
      } else {
        task.run(worker);
      }
    }
  }

  private void sleep(Parker parker) {
    awake.decrementAndGet();
    parker.park();
    awake.incrementAndGet();
    clock.stir();
  }

  /** The same, recorded. A loop of its own, so that the other one asks nothing. */
  private void work(W worker, Track track) {
    Parker parker = parkers.get(worker.index);
    while (!stopping) {
      Task task = policy.next(worker);
      if (task == null) {
        track.searched();
        sleep(parker);
        track.parked();
      } else if (task == Policy.AGAIN) {
        track.again();
        Thread.onSpinWait();
      } else {
        int number = track.found(task);
        task.run(worker);
        track.polled(number);
      }
    }
    track.ends();
  }

  @Override
  public void spawn(@Nullable Worker by, Task task) {
    unfinished.incrementAndGet();
    if (stopping) {
      unfinished.decrementAndGet();
      throw new IllegalStateException("this machine is closed: a task came too late");
    }
    task.wake(by);
  }

  @Override
  @SuppressWarnings("unchecked") // a machine's workers are its policy's
  public void ready(@Nullable Worker by, Task task, boolean yielded) {
    policy.ready((W) by, task, yielded);
  }

  @Override
  public void wakeAt(long time, Task task) {
    clock.wakeAt(time, task);
  }

  @Override
  public void unpark(int worker) {
    parkers.get(worker).unpark(threads.get(worker));
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public long coarseNow() {
    return clock.coarse();
  }

  @Override
  public void ended(Task task, @Nullable Throwable thrown) {
    if (thrown != null) {
      failure.compareAndSet(null, thrown);
    }
    if (unfinished.decrementAndGet() == 0) {
      synchronized (finished) {
        finished.notifyAll();
      }
    }
  }

  /** The first thing that a task threw, null when none did. Workers outlive it. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  /** Tasks spawned and not yet done. */
  public long unfinished() {
    return unfinished.get();
  }

  /** What each worker has done; exact when the machine is closed. */
  public List<Worker.Counters> counters() {
    return workers.stream().map(w -> w.counters).toList();
  }

  /**
   * Waits until all tasks are done, but no longer than {@code patience}, then stops the workers.
   *
   * @return tasks that are not done, and now never will be; 0 is what one hopes for
   */
  public long close(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (finished) {
      for (long left = patience.toNanos();
          unfinished.get() > 0 && left > 0;
          left = end - System.nanoTime()) {
        finished.wait(1 + left / 1_000_000);
      }
    }
    stop();
    for (Thread thread : threads) {
      thread.join(Duration.ofNanos(Math.max(100_000_000, end - System.nanoTime())));
    }
    return unfinished.get();
  }

  private void stop() {
    stopping = true;
    clock.stop();
    for (int i = 0; i < threads.size(); i++) {
      unpark(i);
    }
  }

  /** Stops the workers after the polls under way, whatever is left to do. */
  @Override
  public void close() {
    stop();
  }
}
