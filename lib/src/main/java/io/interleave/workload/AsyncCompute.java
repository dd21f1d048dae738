package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Worker;

/** {@link Compute} in its async form. */
public final class AsyncCompute extends AsyncRun {
  private final long seed;
  private final long size;

  /** One round of {@code compute}; nothing is started yet. */
  public AsyncCompute(Compute compute, Machine machine) {
    super(machine, compute.tasks(), false);
    seed = compute.values().number("seed");
    size = compute.values().number("size");
  }

  @Override
  Gated task(int i) {
    return new Gated() {
      @Override
      boolean works(Worker worker) {
        if (count() == 0) {
          sum = SplitMix.mixed(SplitMix.mix(seed + i), size);
          counted();
          return !worked(worker, size);
        }
        return true;
      }
    };
  }

  @Override
  public boolean underWay() {
    return false; // it computes, and may for long
  }
}
