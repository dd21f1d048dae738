package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import io.interleave.task.Machine;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/**
 * {@link DeepAwait} in its async form: a state machine a level, which has the next one within
 * itself, as Rust's futures do.
 */
public final class AsyncDeepAwait extends AsyncRun {
  private final int depth;
  private final long times;
  private final long seed;

  /** One round of {@code deep}; nothing is started yet. */
  public AsyncDeepAwait(DeepAwait deep, Machine machine) {
    super(machine, 1, false);
    depth = Integer.parseInt(deep.values().text("depth"));
    times = deep.values().number("times");
    seed = deep.values().number("seed");
  }

  @Override
  Gated task(int i) {
    return new Chain();
  }

  private final class Chain extends Gated {
    private final Level outermost = new Level(0, depth);
    private long t;
    private boolean begun;

    @Override
    boolean works(Worker worker) {
      while (t < times) {
        if (!begun) {
          begun = true;
          outermost.begin(seed + t);
        }
        if (!outermost.isReady()) {
          wake(worker);
          return false;
        }
        sum += outermost.acc;
        begun = false;
        t++;
        counted();
      }
      return true;
    }
  }

  private static final class Level {
    private final int f;
    private final @Nullable Level next;
    private boolean suspended;
    long acc;

    Level(int f, int depth) {
      this.f = f;
      next = f + 1 < depth ? new Level(f + 1, depth) : null;
    }

    /** A new call with this argument. */
    void begin(long argument) {
      acc = argument;
      suspended = false;
      if (next != null) {
        next.begin(argument);
      }
    }

    /** Goes on; whether it has returned. The innermost suspends once. */
    boolean isReady() {
      if (next == null ? !suspendedOnce() : !next.isReady()) {
        return false;
      }
      acc = mix((next == null ? acc : next.acc) ^ f);
      return true;
    }

    private boolean suspendedOnce() {
      boolean before = suspended;
      suspended = true;
      return before;
    }
  }
}
