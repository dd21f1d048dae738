package io.interleave.runtime;

import io.interleave.workload.Execution;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Looks at an execution from outside while it runs: tells its progress twice a second, and when it
 * is stuck. It reads what the tasks write anyway, and costs them a cache line an actor each time.
 */
final class Watch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Execution execution;
  private final Duration patience;
  private final LongConsumer onProgress;
  private final Consumer<String> onDeadlock;
  private final Thread thread;

  /**
   * Watches until closed.
   *
   * @param patience silence after which it is a deadlock
   * @param onProgress is told the deliveries
   * @param onDeadlock is told once, in one sentence
   */
  Watch(
      Execution execution,
      Duration patience,
      LongConsumer onProgress,
      Consumer<String> onDeadlock) {
    this.execution = execution;
    this.patience = patience;
    this.onProgress = onProgress;
    this.onDeadlock = onDeadlock;
    thread = Thread.ofPlatform().name("watch").daemon().start(this::look);
  }

  private void look() {
    long seen = -1;
    long since = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(EVERY.compareTo(patience) < 0 ? EVERY : patience.dividedBy(2));
        long deliveries = execution.deliveries();
        long now = System.nanoTime();
        onProgress.accept(deliveries);
        if (deliveries + execution.finished() != seen || !execution.underWay()) {
          seen = deliveries + execution.finished();
          since = now;
        } else if (now - since >= patience.toNanos()) {
          onDeadlock.accept(sentence());
          return;
        }
      }
    } catch (InterruptedException e) {
      // The round is over.
    } catch (Throwable e) {
      // Nobody reads the answer, or the heap is full: unwatched, it shall not go on.
      execution.abort(e);
    }
  }

  private String sentence() {
    return "no message was delivered for %s s: %,d of %,d %s"
        .formatted(
            patience.toMillis() / 1000.0, execution.finished(), execution.goal(), execution.ends());
  }

  /** No progress is told after it returns. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
