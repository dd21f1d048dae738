package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Worker;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link IdleTasks} in its async form: each call is a state machine that awaits the next. */
public final class AsyncIdleTasks extends AsyncRun {
  private final int depth;
  private final AtRest atRest = new AtRest();
  private long taskBytes;

  /** One round of {@code idle}; nothing is started yet. */
  public AsyncIdleTasks(IdleTasks idle, Machine machine) {
    super(machine, idle.tasks(), false);
    depth = (int) idle.values().number("depth");
  }

  @Override
  Gated task(int i) {
    if (i == 0) {
      long call = depth == 0 ? 0 : Allocation.bytes(() -> new Call(depth));
      taskBytes = Allocation.bytes(() -> new Idle(i)) + depth * call;
    }
    return new Idle(i);
  }

  private final class Idle extends Gated {
    private @Nullable Call call;

    Idle(int i) {
      sum = i; // until it returns
    }

    @Override
    boolean goesOn(Worker worker) {
      if (depth > 0 && call == null) {
        call = new Call(depth);
      }
      boolean back = call == null ? passes() : call.isBack(this);
      if (back) {
        works(worker);
        left();
      }
      return back;
    }

    @Override
    boolean works(Worker worker) {
      sum = SplitMix.mix(sum);
      counted();
      return true;
    }
  }

  /** A call under way: it awaits the next, and the innermost the gate. */
  private static final class Call {
    private final int more;
    private @Nullable Call next;

    Call(int more) {
      this.more = more;
    }

    boolean isBack(Idle task) {
      if (more == 1) {
        return task.passes();
      }
      if (next == null) {
        next = new Call(more - 1);
      }
      return next.isBack(task);
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
    var metrics = new LinkedHashMap<>(atRest.metrics());
    metrics.put("task_bytes", taskBytes);
    return metrics;
  }
}
