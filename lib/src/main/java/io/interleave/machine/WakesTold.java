package io.interleave.machine;

import io.interleave.policy.Policy;
import io.interleave.policy.Promises;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy that first tells the waker's track of each wake. It stands between machine and policy so
 * that a machine that tells nobody asks nothing.
 */
record WakesTold<W extends Worker>(Policy<W> policy, Timeline timeline) implements Policy<W> {
  @Override
  public List<W> open(Machine machine, int n) {
    return policy.open(machine, n);
  }

  @Override
  public @Nullable Task next(W worker) {
    return policy.next(worker);
  }

  @Override
  public void ready(@Nullable W by, Task task, boolean yielded) {
    if (by != null) {
      timeline.tracks().get(by.index).woke(task);
    }
    policy.ready(by, task, yielded);
  }

  @Override
  public void watch(long now) {
    policy.watch(now);
  }

  @Override
  public Promises promises() {
    return policy.promises();
  }
}
