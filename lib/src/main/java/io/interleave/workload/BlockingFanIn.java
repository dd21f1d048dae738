package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link FanIn} in its blocking form: the one is the last task. */
public final class BlockingFanIn extends BlockingRun {
  private final long messages;
  private final long each;
  private final Threads.Pipe<Long> pipe;

  /** One round of {@code fanIn}; nothing is started yet. */
  public BlockingFanIn(FanIn fanIn, Threads threads) {
    super(threads, fanIn.tasks(), false);
    messages = fanIn.deliveries();
    each = messages / (tasks - 1);
    pipe = threads.pipe((int) fanIn.values().number("capacity"));
  }

  @Override
  Gated task(int i) {
    return i < tasks - 1 ? new Sender(i) : new Receiver();
  }

  private final class Sender extends Gated {
    private final long first;

    Sender(int a) {
      first = a * each;
    }

    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long i = 0; i < each; i++) {
        pipe.put(first + i, self);
      }
    }
  }

  private final class Receiver extends Gated {
    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long i = 0; i < messages; i++) {
        sum += SplitMix.mix(pipe.take(self));
        counted();
      }
    }
  }
}
