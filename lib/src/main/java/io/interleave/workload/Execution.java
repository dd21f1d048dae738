package io.interleave.workload;

import java.util.function.IntConsumer;

/**
 * One whole execution of a workload: it is run once, and may be watched meanwhile by other threads.
 */
public interface Execution {
  /**
   * Makes the tasks, runs them between the clock's two readings, and ends them; afterwards all are
   * gone.
   *
   * @param meter read just before the clock starts and just after it stops
   * @throws Aborted when {@link #abort} was called or a task threw; the cause says what
   * @throws InterruptedException when the caller is interrupted; the tasks are ended first
   */
  Round run(Meter meter) throws InterruptedException;

  /** Deliveries so far; behind by a few, and exact when nothing runs. Any thread may ask. */
  long deliveries();

  /** Tokens (or whatever ends a run when all of it is done) that are finished, of {@link #goal}. */
  long finished();

  /** How much of it there is. */
  long goal();

  /**
   * Told the port when the round's server listens, where it has one; to be set before it is run.
   */
  default void whenListening(IntConsumer listener) {}

  /** What finishes, in words: {@code tokens were retired}. */
  default String ends() {
    return "tasks were done";
  }

  /**
   * Whether something is under way, so that a long silence means a deadlock: the clock runs, and it
   * isn't a pause.
   */
  boolean underWay();

  /**
   * Makes {@link #run} give up soon, for this reason; nothing when it is done. Any thread may call
   * it.
   */
  void abort(Throwable reason);

  /** A run that was given up; its cause says why. */
  final class Aborted extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Given up for this reason. */
    public Aborted(Throwable reason) {
      super(reason.getMessage(), reason);
    }
  }
}
