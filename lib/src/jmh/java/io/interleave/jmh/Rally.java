package io.interleave.jmh;

import io.interleave.task.Machine;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.concurrent.CountDownLatch;

/**
 * Two tasks of either representation that wake each other in turn. What one has written the other
 * sees, by the wake.
 */
final class Rally {
  private final Task first;
  private final Task second;
  private int left;
  private CountDownLatch over = new CountDownLatch(0);

  /**
   * Two idle tasks.
   *
   * @param representation {@code stackless}: each poll is one call; or {@code stackful}: a loop
   *     that waits in its middle
   */
  Rally(Machine machine, String representation) {
    boolean stackful = representation.equals("stackful");
    first = stackful ? stackful(machine) : new Player(machine);
    second = stackful ? stackful(machine) : new Player(machine);
  }

  private final class Player extends Task {
    Player(Machine machine) {
      super(machine);
    }

    @Override
    protected boolean poll(Worker worker) {
      turn(this, worker);
      return false;
    }
  }

  private Task stackful(Machine machine) {
    var task = new StackfulTask<Message>(machine, 0);
    task.body(
        self -> {
          while (true) {
            turn(self, self.worker());
            self.park();
          }
        });
    return task;
  }

  private void turn(Task of, Worker worker) {
    if (--left > 0) {
      (of == first ? second : first).wake(worker);
    } else {
      over.countDown();
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
