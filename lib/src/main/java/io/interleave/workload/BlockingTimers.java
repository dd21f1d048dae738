package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link Timers} in its blocking form. */
public final class BlockingTimers extends BlockingRun {
  private final long seed;
  private final long spread;

  /** One round of {@code timers}; nothing is started yet. */
  public BlockingTimers(Timers timers, Threads threads) {
    super(threads, timers.tasks(), false, Kind.LATE);
    seed = timers.values().number("seed");
    spread = timers.values().number("spread");
  }

  @Override
  Gated task(int i) {
    return new Gated() {
      @Override
      void work(@Nullable StackfulTask<?> self) throws InterruptedException {
        long asked = 1_000 * Long.remainderUnsigned(SplitMix.mix(seed + i), spread);
        long before = time.now();
        threads.sleepUntil(before + asked, self);
        record(Kind.LATE, i, time.now() - before - asked);
        sum = SplitMix.mix(i);
        counted();
      }
    };
  }

  @Override
  public boolean underWay() {
    return false; // it sleeps on purpose, up to a minute
  }
}
