package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@link Channel} in its blocking form: producers first. The channel is closed as Java's queues
 * are, by a message for each consumer that says so, from the last producer.
 */
public final class BlockingChannel extends BlockingRun {
  private static final long CLOSED = -1;

  private final int producers;
  private final long each;
  private final Threads.Pipe<Long> pipe;
  private final AtomicInteger producing;

  /** One round of {@code channel}; nothing is started yet. */
  public BlockingChannel(Channel channel, Threads threads) {
    super(threads, channel.tasks(), false);
    producers = (int) channel.values().number("producers");
    each = channel.deliveries() / producers;
    pipe = threads.pipe((int) channel.values().number("capacity"));
    producing = new AtomicInteger(producers);
  }

  @Override
  Gated task(int i) {
    return i < producers ? new Producer(i) : new Consumer();
  }

  private final class Producer extends Gated {
    private final long first;

    Producer(int a) {
      first = a * each;
    }

    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long i = 0; i < each; i++) {
        pipe.put(first + i, self);
      }
      if (producing.decrementAndGet() == 0) {
        for (int c = producers; c < tasks; c++) {
          pipe.put(CLOSED, self);
        }
      }
    }
  }

  private final class Consumer extends Gated {
    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long v = pipe.take(self); v != CLOSED; v = pipe.take(self)) {
        sum += SplitMix.mix(v);
        counted();
      }
    }
  }
}
