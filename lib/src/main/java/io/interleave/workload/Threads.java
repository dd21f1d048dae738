package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Mailbox;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Time;
import org.jspecify.annotations.Nullable;

/** What a blocking program stands on: something that runs a body and lets it wait in its calls. */
public interface Threads {
  /** The time in which they live. */
  Time time();

  /**
   * A mailbox for one receiver.
   *
   * @param bound the most messages it holds; 0 = unbounded
   */
  <M extends Message> Mailbox<M> mailbox(int bound);

  /**
   * Starts one.
   *
   * @param inbox what it receives from, made by {@link #mailbox} for it alone; null when it
   *     receives nothing
   */
  Interruptible start(@Nullable Mailbox<?> inbox, Body body);

  /**
   * Waits until it is {@code time}, by {@link #time}, on the threads' own timer.
   *
   * @param self who waits, as {@link Body#run} was told
   * @throws InterruptedException when it was told to end
   */
  void sleepUntil(long time, @Nullable StackfulTask<?> self) throws InterruptedException;

  /** What one does: the same for a stackful task, which is a body's own, and for a thread. */
  @FunctionalInterface
  interface Body extends StackfulTask.Body {
    /**
     * Runs until it is done or told to end.
     *
     * @param self the stackful task it is; null when it is a thread of the JDK's, which can be
     *     asked
     */
    @Override
    void run(@Nullable StackfulTask<?> self) throws InterruptedException;
  }
}
