package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

import io.interleave.task.Machine;
import io.interleave.task.Worker;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@link DeepAwait} in its async form: a state machine a level, which has the next one within
 * itself, as Rust's futures do.
 */
public final class AsyncDeepAwait extends AsyncRun {
  private final int depth;
  private final boolean suspends;
  private final long times;
  private final long seed;
  private long taskBytes;

  /**
   * One round of {@code deep}; nothing is started yet.
   *
   * @throws InvalidInput when the chain is to be written otherwise than it is
   */
  public AsyncDeepAwait(DeepAwait deep, Machine machine) {
    super(machine, 1, false);
    depth = Integer.parseInt(deep.values().text("depth"));
    suspends = deep.values().number("suspends") == 1;
    times = deep.values().number("times");
    seed = deep.values().number("seed");
    BlockingDeepAwait.refuse(refusal(deep.values().text("chain")));
  }

  /** Why a chain can't be run, if it can't. */
  public static Optional<String> refusal(String chain) {
    return chain.equals("async")
        ? Optional.empty()
        : Optional.of(
            "chain=%s is not applicable: Java makes no state machines, so chain=async is by hand here, an object a level"
                .formatted(chain));
  }

  @Override
  protected Map<String, Number> metrics() {
    return Map.of("task_bytes", taskBytes);
  }

  @Override
  Gated task(int i) {
    taskBytes = Allocation.bytes(Chain::new);
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
          outermost.begin(seed + t, suspends);
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

    /** A new call with this argument; whether the innermost suspends. */
    void begin(long argument, boolean suspends) {
      acc = argument;
      suspended = !suspends;
      if (next != null) {
        next.begin(argument, suspends);
      }
    }

    /** Goes on; whether it has returned. */
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
