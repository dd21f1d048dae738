package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Machine;
import io.interleave.task.Mailbox;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Time;
import org.jspecify.annotations.Nullable;

/**
 * Stackful tasks of a machine: a task is its own mailbox.
 *
 * @param machine that runs them
 */
public record StackfulThreads(Machine machine) implements Threads {
  @Override
  public Time time() {
    return machine;
  }

  @Override
  public <M extends Message> Mailbox<M> mailbox(int bound) {
    return new StackfulTask<>(machine, bound);
  }

  @Override
  public Interruptible start(@Nullable Mailbox<?> inbox, Body body) {
    var task = inbox == null ? new StackfulTask<>(machine, 0) : (StackfulTask<?>) inbox;
    task.body(body);
    machine.spawn(null, task);
    return task;
  }

  @Override
  public void sleepUntil(long time, @Nullable StackfulTask<?> self) throws InterruptedException {
    if (self == null) {
      throw new IllegalArgumentException("only a stackful task sleeps on its machine");
    }
    while (machine.now() < time) {
      machine.wakeAt(time, self);
      self.park();
    }
  }
}
