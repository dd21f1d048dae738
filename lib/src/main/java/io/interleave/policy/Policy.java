package io.interleave.policy;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which ready task a worker runs next, where a woken one goes, and when another worker is woken:
 * the heart of a scheduler. It knows no threads, and its clock is the machine's, so a live machine
 * and a simulated one run the same class.
 *
 * @param <W> the policy's own state a worker
 */
public interface Policy<W extends Worker> {
  /** What {@link #next} returns when it found nothing in this step and wants to be asked again. */
  Task AGAIN =
      new Task(Machine.NONE) {
        @Override
        protected boolean poll(Worker worker) {
          throw new IllegalStateException("AGAIN is no task");
        }
      };

  /**
   * Makes the workers. Called once, before anything else.
   *
   * @param n workers, at least 1
   */
  List<W> open(Machine machine, int n);

  /**
   * A worker asks for work. Called by that worker only.
   *
   * @return a task to run; {@link #AGAIN}; or null when there is none and the worker is registered
   *     as asleep, so that whoever brings work unparks it. All of parking but the sleep itself
   *     belongs in here: registering, and looking once more after that.
   */
  @Nullable Task next(W worker);

  /**
   * A task can run.
   *
   * @param by whose task woke it, in that worker's own turn; null when it was woken from outside
   * @param yielded whether it is still runnable after its own turn
   */
  void ready(@Nullable W by, Task task, boolean yielded);

  /**
   * A look from outside every few milliseconds, while workers run: Go's {@code sysmon}. Called by a
   * thread of its own; it may end the turn of a task that goes on too long by setting its worker's
   * {@link Worker#budget} to 0.
   *
   * @param now the machine's clock
   */
  default void watch(long now) {}

  /**
   * Whether what workers put in "the" inject queue goes to as many of them as there are workers, so
   * that these don't wait for each other at its lock.
   */
  default boolean injectsPerWorker() {
    return false;
  }

  /** What it owes its tasks and workers, with the constants it has; nothing, unless it says so. */
  default Promises promises() {
    return Promises.NONE;
  }
}
