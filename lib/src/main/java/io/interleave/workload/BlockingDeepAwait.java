package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import io.interleave.task.StackfulTask;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link DeepAwait} in its blocking form: without colours the calls are plain ones. */
public final class BlockingDeepAwait extends BlockingRun {
  private final int depth;
  private final boolean suspends;
  private final long times;
  private final long seed;

  /**
   * One round of {@code deep}; nothing is started yet.
   *
   * @throws InvalidInput when the chain is one that can't be written here
   */
  public BlockingDeepAwait(DeepAwait deep, Threads threads) {
    super(threads, 1, false);
    depth = Integer.parseInt(deep.values().text("depth"));
    suspends = deep.values().number("suspends") == 1;
    times = deep.values().number("times");
    seed = deep.values().number("seed");
    refuse(refusal(deep.values().text("chain")));
  }

  /** Why a chain can't be run, if it can't. */
  public static Optional<String> refusal(String chain) {
    return chain.equals("async")
        ? Optional.empty()
        : Optional.of(
            "chain=%s is not applicable: functions have no colour, so there is no state machine to write"
                .formatted(chain));
  }

  static void refuse(Optional<String> refusal) {
    refusal.ifPresent(
        why -> {
          throw new InvalidInput(why);
        });
  }

  @Override
  Gated task(int i) {
    return new Chain();
  }

  private final class Chain extends Gated {
    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      for (long t = 0; t < times; t++) {
        sum += apartCall(0, seed + t, self);
        counted();
      }
    }

    private long apartCall(int f, long begin, @Nullable StackfulTask<?> self)
        throws InterruptedException {
      long acc = begin;
      if (f + 1 < depth) {
        acc = apartCall(f + 1, begin, self);
      } else if (suspends) {
        threads.giveWay(self);
      }
      return mix(acc ^ f);
    }
  }
}
