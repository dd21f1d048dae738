package io.interleave.jmh;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.concurrent.CountDownLatch;

/** Two tasks that wake each other in turn. What one has written the other sees, by the wake. */
final class Rally {
  private final Task first;
  private final Task second;
  private int left;
  private CountDownLatch over = new CountDownLatch(0);

  Rally(Machine machine) {
    first = new Player(machine);
    second = new Player(machine);
  }

  private final class Player extends Task {
    Player(Machine machine) {
      super(machine);
    }

    @Override
    protected boolean poll(Worker worker) {
      if (--left > 0) {
        (this == first ? second : first).wake(worker);
      } else {
        over.countDown();
      }
      return false;
    }
  }

  /** Has the first one woken, for {@code polls} polls in all. */
  void start(int polls) {
    left = polls;
    over = new CountDownLatch(1);
    first.wake(null);
  }

  /** Waits until the last of them is done. */
  void await() throws InterruptedException {
    over.await();
  }
}
