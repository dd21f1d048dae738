package io.interleave.task;

import org.jspecify.annotations.Nullable;

/**
 * What tasks and policies may ask of the machine they run on, be it live or simulated. It stands
 * here, below both, so that neither knows which of the two it is.
 */
public interface Machine extends Time {
  /** None at all: for what is never run. */
  Machine NONE = new None();

  /** A machine that runs nothing. What is to be seen of a task without one overrides a method. */
  class None implements Machine {
    @Override
    public void ready(@Nullable Worker by, Task task, boolean yielded) {
      throw new IllegalStateException("there is no machine to run this task on");
    }

    @Override
    public void spawn(@Nullable Worker by, Task task) {
      throw new IllegalStateException("there is no machine to run this task on");
    }

    @Override
    public void wakeAt(long time, Task task) {}

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

  /**
   * A task can go on: the policy decides where it waits for its turn.
   *
   * @param by the worker whose task woke it; null when it was woken from outside
   * @param yielded whether it is still runnable after its own turn, rather than woken by another
   */
  void ready(@Nullable Worker by, Task task, boolean yielded);

  /**
   * Hands a new task over; it is polled soon.
   *
   * @param by the worker whose task spawns it; null from outside
   * @throws IllegalStateException when the machine is closed: nothing is dropped silently
   */
  void spawn(@Nullable Worker by, Task task);

  /** Wakes a task when {@link #now} is {@code time}, or soon after. */
  void wakeAt(long time, Task task);

  /** Ends a worker's park, or its next one if it does not park now. */
  void unpark(int worker);

  /** The same, a few milliseconds behind and almost free: what a watcher such as sysmon knows. */
  long coarseNow();

  /**
   * Whether the poll under way shall be interrupted here, between two of its steps, to go on later:
   * a simulated machine lets time pass that way. It costs a live one nothing.
   *
   * @param worker who polls
   */
  default boolean pauses(Worker worker) {
    return false;
  }

  /**
   * Whether one thread runs all workers, as on a simulated machine: then a policy may note for all
   * of them what would cost a live one a line of memory that all workers write, and what a worker
   * records goes where all the others' goes.
   */
  default boolean hasOneThread() {
    return false;
  }

  /** A task is over; {@code failure} is what it threw, null when it ended by itself. */
  void ended(Task task, @Nullable Throwable failure);
}
