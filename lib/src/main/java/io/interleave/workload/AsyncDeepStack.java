package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Worker;

/** {@link DeepStack} in its async form: the calls are plain, on the worker's own stack. */
public final class AsyncDeepStack extends AsyncRun {
  private final long depth;
  private final long seed;

  /** One round of {@code deep}; nothing is started yet. */
  public AsyncDeepStack(DeepStack deep, Machine machine) {
    super(
        machine,
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
      boolean works(Worker worker) {
        var frames = new DeepFrames(depth, seed + i * SplitMix.GAMMA);
        sum = called(Kind.FIRST_CALL, frames);
        if (called(Kind.SECOND_CALL, frames) != sum) {
          throw new IllegalStateException("the second call gave something else than the first");
        }
        return true;
      }

      private long called(Kind kind, DeepFrames frames) {
        long before = machine.now();
        long fold = frames.fold();
        record(kind, i, machine.now() - before);
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
