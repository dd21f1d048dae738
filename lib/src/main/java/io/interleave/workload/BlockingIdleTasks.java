package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link IdleTasks} in its blocking form. */
public final class BlockingIdleTasks extends BlockingRun {
  private final int depth;
  private final AtRest atRest = new AtRest();

  /** One round of {@code idle}; nothing is started yet. */
  public BlockingIdleTasks(IdleTasks idle, Threads threads) {
    super(threads, idle.tasks(), false);
    depth = (int) idle.values().number("depth");
  }

  @Override
  Gated task(int i) {
    return new Idle(i);
  }

  private final class Idle extends Gated {
    Idle(int i) {
      sum = i; // until it returns
    }

    @Override
    void whole(@Nullable StackfulTask<?> self) throws InterruptedException {
      if (apartDown(depth, self) != depth) {
        throw new IllegalStateException("a call was lost");
      }
      work(self);
      left();
    }

    /** Adds after the call, so that no compiler makes a loop of it. */
    private int apartDown(int more, @Nullable StackfulTask<?> self) throws InterruptedException {
      if (more == 0) {
        atGate(self);
        return 0;
      }
      return apartDown(more - 1, self) + 1;
    }

    @Override
    void work(@Nullable StackfulTask<?> self) {
      sum = SplitMix.mix(sum);
      counted();
    }
  }

  @Override
  protected void beforeTasks(Meter meter) throws InterruptedException {
    atRest.before(meter);
  }

  @Override
  protected void atRest(Meter meter) throws InterruptedException {
    atRest.now(meter);
  }

  @Override
  protected Map<String, Number> metrics() {
    return atRest.metrics();
  }
}
