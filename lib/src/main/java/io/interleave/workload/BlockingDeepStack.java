package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link DeepStack} in its blocking form. */
public final class BlockingDeepStack extends BlockingRun {
  private final long depth;
  private final long seed;
  private volatile long stackBytes;

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
        if (i == 0 && Crossing.isOpen()) {
          stackBytes = frames.stackBytes();
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
  protected Map<String, Number> metrics() {
    var metrics = new LinkedHashMap<>(super.metrics());
    if (stackBytes > 0) {
      metrics.put("stack_bytes", stackBytes);
    }
    return metrics;
  }

  @Override
  public boolean underWay() {
    return false; // it computes
  }
}
