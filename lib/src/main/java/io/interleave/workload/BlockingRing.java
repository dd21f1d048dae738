package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Ring} in its blocking form. The last task to hear the token is the last to end. */
public final class BlockingRing extends BlockingRun {
  private final long hops;
  private final List<Threads.Pipe<Long>> pipes = new ArrayList<>();

  /** One round of {@code ring}; nothing is started yet. */
  public BlockingRing(Ring ring, Threads threads) {
    super(threads, ring.tasks(), false);
    hops = ring.deliveries();
    for (int i = 0; i < tasks; i++) {
      pipes.add(threads.pipe(1));
    }
  }

  @Override
  Gated task(int i) {
    return new Member(i);
  }

  private final class Member extends Gated {
    private final int i;

    Member(int i) {
      this.i = i;
    }

    /** Task 0 has hop 0: it makes the token. */
    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      var next = pipes.get((i + 1) % tasks);
      if (i == 0) {
        next.put(1L, self);
      }
      for (long h = i == 0 ? tasks : i; h <= hops; h += tasks) {
        long token = pipes.get(i).take(self);
        sum += SplitMix.mix(token ^ i);
        counted();
        if (token < hops) {
          next.put(token + 1, self);
        }
      }
    }
  }
}
