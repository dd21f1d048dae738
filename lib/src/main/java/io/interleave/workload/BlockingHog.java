package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link Hog} in its blocking form. */
public final class BlockingHog extends BlockingRun {
  private final Hog hog;
  private final long rounds;
  private final long chunk;
  private final boolean gives;
  private final boolean elsewhere;

  /** One round of {@code hog}; nothing is started yet. */
  public BlockingHog(Hog hog, Threads threads) {
    super(threads, hog.tasks(), true);
    this.hog = hog;
    rounds = hog.values().number("rounds");
    gives = hog.values().number("yield") > 0;
    chunk = hog.chunk();
    elsewhere = hog.values().text("place").equals("blocking");
  }

  @Override
  Gated task(int i) {
    return new One(i);
  }

  private final class One extends Gated {
    private final int i;

    One(int i) {
      this.i = i;
    }

    @Override
    void work(@Nullable StackfulTask<?> self) throws InterruptedException {
      if (elsewhere) {
        sum = threads.offload(this::computed, self);
      } else {
        sum = computed(self);
      }
      counted();
    }

    private long computed(@Nullable StackfulTask<?> self) throws InterruptedException {
      long z = SplitMix.mix(i + 1);
      for (long left = rounds; left > 0 && !isOver(); left -= chunk) {
        z = SplitMix.mixed(z, Math.min(left, chunk));
        if (gives && left >= chunk) {
          threads.giveWay(self);
        }
      }
      return z;
    }

    /** On a thread that has nobody to give way to. */
    private long computed() {
      long z = SplitMix.mix(i + 1);
      for (long left = rounds; left > 0 && !isOver(); left -= chunk) {
        z = SplitMix.mixed(z, Math.min(left, chunk));
      }
      return z;
    }
  }

  @Override
  protected long sum() {
    return hog.folded(this::sumOf);
  }

  @Override
  public boolean underWay() {
    return false; // it computes, and may for long
  }
}
