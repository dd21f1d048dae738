package io.interleave.policy;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/** Where {@link Policy#AGAIN} lives: it is never woken. */
enum NoMachine implements Machine {
  INSTANCE;

  @Override
  public void ready(@Nullable Worker by, Task task, boolean yielded) {
    throw new IllegalStateException("AGAIN is no task");
  }

  @Override
  public void unpark(int worker) {}

  @Override
  public long now() {
    return 0;
  }

  @Override
  public long coarseNow() {
    return 0;
  }

  @Override
  public void ended(Task task, @Nullable Throwable failure) {}
}
