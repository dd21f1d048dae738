package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link FanOut} in its blocking form: the one is the last task. */
public final class BlockingFanOut extends BlockingRun {
  private final long messages;
  private final int n;
  private final List<Threads.Pipe<Long>> pipes = new ArrayList<>();

  /** One round of {@code fanOut}; nothing is started yet. */
  public BlockingFanOut(FanOut fanOut, Threads threads) {
    super(threads, fanOut.tasks(), false);
    messages = fanOut.deliveries();
    n = tasks - 1;
    for (int i = 0; i < n; i++) {
      pipes.add(threads.pipe((int) fanOut.values().number("capacity")));
    }
  }

  @Override
  Gated task(int i) {
    return i < n ? new Receiver(pipes.get(i)) : new Sender();
  }

  private final class Sender extends Gated {
    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long v = 0; v < messages; v++) {
        pipes.get((int) (v % n)).put(v, self);
      }
    }
  }

  private final class Receiver extends Gated {
    private final Threads.Pipe<Long> pipe;

    Receiver(Threads.Pipe<Long> pipe) {
      this.pipe = pipe;
    }

    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long i = messages / n; i > 0; i--) {
        sum += SplitMix.mix(pipe.take(self));
        counted();
      }
    }
  }
}
