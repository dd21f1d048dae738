package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link DeepStack} in its blocking form. */
public final class BlockingDeepStack extends BlockingRun {
  private final long depth;
  private final long seed;

  /** One round of {@code deep}; nothing is started yet. */
  public BlockingDeepStack(DeepStack deep, Threads threads) {
    super(
        threads,
        deep.tasks(),
        deep.values().number("ticker") == 1,
        Kind.FIRST_CALL,
        Kind.SECOND_CALL);
    depth = deep.values().number("depth");
    seed = deep.values().number("seed");
    DeepFrames.warm();
  }

  @Override
  Gated task(int i) {
    return new Gated() {
      @Override
      void work(@Nullable StackfulTask<?> self) {
        var frames = new DeepFrames(depth, seed + i * SplitMix.GAMMA);
        sum = called(Kind.FIRST_CALL, frames);
        if (called(Kind.SECOND_CALL, frames) != sum) {
          throw new IllegalStateException("the second call gave something else than the first");
        }
      }

      private long called(Kind kind, DeepFrames frames) {
        long before = time.now();
        long fold = frames.fold();
        record(kind, i, time.now() - before);
        counted();
        return fold;
      }
    };
  }

  @Override
  public boolean underWay() {
    return false; // it computes
  }
}
