package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link PingPong} in its blocking form. */
public final class BlockingPingPong extends BlockingRun {
  private record Pair(Threads.Pipe<Long> to, Threads.Pipe<Long> fro) {}

  private final long rounds;
  private final Pair[] pairs;

  /** One round of {@code pingPong}; nothing is started yet. */
  public BlockingPingPong(PingPong pingPong, Threads threads) {
    super(threads, pingPong.tasks(), false);
    rounds = pingPong.values().number("rounds");
    pairs =
        IntStream.range(0, tasks / 2)
            .mapToObj(p -> new Pair(threads.pipe(1), threads.pipe(1)))
            .toArray(Pair[]::new);
  }

  @Override
  Gated task(int i) {
    return i % 2 == 0 ? new First(i / 2) : new Second(pairs[i / 2]);
  }

  private final class First extends Gated {
    private final int p;

    First(int p) {
      this.p = p;
    }

    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long r = 0; r < rounds; r++) {
        pairs[p].to.put(p * rounds + r, self);
        pairs[p].fro.take(self);
        counted();
      }
    }
  }

  private final class Second extends Gated {
    private final Pair pair;

    Second(Pair pair) {
      this.pair = pair;
    }

    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long r = 0; r < rounds; r++) {
        Long v = pair.to.take(self);
        sum += SplitMix.mix(v);
        pair.fro.put(v, self);
      }
    }
  }
}
