package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/** {@link Hog} in its async form. */
public final class AsyncHog extends AsyncRun {
  private final Hog hog;
  private final long rounds;
  private final long chunk;
  private final boolean gives;
  private final boolean elsewhere;

  /** One round of {@code hog}; nothing is started yet. */
  public AsyncHog(Hog hog, Machine machine) {
    super(machine, hog.tasks(), true);
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
    private long z;
    private long left = rounds;
    private BlockingPool.@Nullable Offloaded offloaded;

    One(int i) {
      z = SplitMix.mix(i + 1);
    }

    @Override
    boolean works(Worker worker) {
      if (!(elsewhere ? isBack() : computes(worker))) {
        return false;
      }
      sum = z;
      counted();
      return true;
    }

    /** Computes until it gives way, or to the end. */
    private boolean computes(Worker worker) {
      while (left > 0 && !isOver()) {
        long now = Math.min(left, chunk);
        z = SplitMix.mixed(z, now);
        left -= now;
        if (gives && now == chunk) {
          wake(worker);
          return false;
        }
        if (worked(worker, now)) {
          return false;
        }
      }
      return true;
    }

    private boolean isBack() {
      if (offloaded == null) {
        offloaded = new BlockingPool.Offloaded(this::computed, this);
        BlockingPool.THREADS.execute(offloaded);
      }
      z = offloaded.isOver() ? offloaded.result() : z;
      return offloaded.isOver();
    }

    private long computed() {
      long acc = z;
      for (long more = rounds; more > 0 && !isOver(); more -= chunk) {
        acc = SplitMix.mixed(acc, Math.min(more, chunk));
      }
      return acc;
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
