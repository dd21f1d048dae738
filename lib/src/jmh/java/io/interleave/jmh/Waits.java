package io.interleave.jmh;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;

/** A task that has nothing to do when it is polled: it waits for the next wake. */
final class Waits extends Task {
  Waits(Machine machine) {
    super(machine);
  }

  @Override
  protected boolean poll(Worker worker) {
    return false;
  }
}
