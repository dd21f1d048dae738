package io.interleave.workload;

import io.interleave.task.StackfulTask;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gate for tasks of a machine, polled or stackful: Go's closed channel, Tokio's Notify. */
final class TaskGate implements Threads.Gate {
  private final List<Task> waiting = new ArrayList<>(); // guarded by this
  private volatile boolean open;

  /** Whether the task may pass; if not, it will be woken when it is open. */
  synchronized boolean passes(Task task) {
    if (!open) {
      waiting.add(task);
    }
    return open;
  }

  boolean isOpen() {
    return open;
  }

  void open(@Nullable Worker by) {
    synchronized (this) {
      open = true;
    }
    waiting.forEach(task -> task.wake(by));
  }

  @Override
  public void await(@Nullable StackfulTask<?> self) throws InterruptedException {
    if (self == null) {
      throw new IllegalArgumentException("only a stackful task waits at the gate of its machine");
    }
    if (!passes(self)) {
      while (!open) {
        self.park();
      }
    }
  }

  @Override
  public void open(@Nullable StackfulTask<?> self) {
    open(self == null ? null : self.worker());
  }
}
