package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link Compute} in its blocking form. */
public final class BlockingCompute extends BlockingRun {
  private final long seed;
  private final long size;

  /** One round of {@code compute}; nothing is started yet. */
  public BlockingCompute(Compute compute, Threads threads) {
    super(threads, compute.tasks(), false);
    seed = compute.values().number("seed");
    size = compute.values().number("size");
  }

  @Override
  Gated task(int i) {
    return new Gated() {
      @Override
      void work(@Nullable StackfulTask<?> self) {
        sum = SplitMix.mixed(SplitMix.mix(seed + i), size);
        counted();
      }
    };
  }

  @Override
  public boolean underWay() {
    return false; // it computes, and may for long
  }
}
