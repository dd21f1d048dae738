package io.interleave.run;

import static java.util.Objects.requireNonNull;

import io.interleave.workload.InvalidInput;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cores of this machine, within this JVM: a thread each, and one simulation at a time on each
 * of them.
 *
 * @param threads how many; every simulation under way takes its share of the heap
 */
public record LocalCores(int threads) implements Engine {
  private static final int MOST = 4096;

  /**
   * Checks the number.
   *
   * @throws InvalidInput when it is out of range
   */
  public LocalCores {
    if (threads < 1 || threads > MOST) {
      throw new InvalidInput("threads=%d: expected 1 to %d".formatted(threads, MOST));
    }
  }

  /** All that this JVM may use. */
  public static LocalCores all() {
    return new LocalCores(Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String name() {
    return "threads[%d]".formatted(threads);
  }

  @Override
  public void compute(List<Point> points, Consumer<ForkRecord> ended) throws InterruptedException {
    var next = new AtomicInteger();
    var pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("sweep-", 0).daemon().factory());
    try {
      var all = new ExecutorCompletionService<Void>(pool);
      for (int i = 0; i < threads; i++) {
        all.submit(
            () -> {
              for (int at; (at = next.getAndIncrement()) < points.size(); ) {
                ended.accept(points.get(at).simulate());
              }
              return null;
            });
      }
      for (int i = 0; i < threads; i++) {
        all.take().get();
      }
    } catch (ExecutionException e) {
      throw thrown(requireNonNull(e.getCause()));
    } finally {
      end(pool);
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) throws InterruptedException {
    return switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case InterruptedException e -> throw e;
      case null, default -> new IllegalStateException(cause);
    };
  }

  /** None of its threads is left when it returns, unless one doesn't hear an interrupt. */
  private static void end(ExecutorService pool) throws InterruptedException {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a simulation does not end");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
