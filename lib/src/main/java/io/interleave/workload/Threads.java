package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Mailbox;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Time;
import java.util.function.LongSupplier;
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
   * @param by the stackful task that starts it; null when that is a thread
   */
  Interruptible start(@Nullable Mailbox<?> inbox, Body body, @Nullable StackfulTask<?> by);

  /**
   * Starts one to be waited for.
   *
   * @param by the stackful task that starts it; null when that is a thread
   */
  Joinable fork(Body body, @Nullable StackfulTask<?> by);

  /** A gate, closed. */
  Gate gate();

  /**
   * A channel for many senders and many receivers, as it is usual here.
   *
   * @param capacity of its buffer, at least 1
   */
  <M> Pipe<M> pipe(int capacity);

  /** Lets the others have their turn. */
  void giveWay(@Nullable StackfulTask<?> self) throws InterruptedException;

  /**
   * Has work that blocks done elsewhere, by a thread of a pool, and waits for what it returns.
   *
   * @throws InterruptedException when it was told to end; the work goes on
   */
  long offload(LongSupplier work, @Nullable StackfulTask<?> self) throws InterruptedException;

  /**
   * Waits until it is {@code time}, by {@link #time}, on the threads' own timer.
   *
   * @param self who waits, as {@link Body#run} was told
   * @throws InterruptedException when it was told to end
   */
  void sleepUntil(long time, @Nullable StackfulTask<?> self) throws InterruptedException;

  /** Where all wait until it is open. */
  interface Gate {
    /** Waits until it is open. */
    void await(@Nullable StackfulTask<?> self) throws InterruptedException;

    /** Lets all pass, now and later. */
    void open(@Nullable StackfulTask<?> self);
  }

  /** A channel: many send, many receive, each message goes to one of them. */
  interface Pipe<M> {
    /** Sends a message; waits while there is no room. */
    void put(M message, @Nullable StackfulTask<?> self) throws InterruptedException;

    /** Takes the oldest message; waits while there is none. */
    M take(@Nullable StackfulTask<?> self) throws InterruptedException;
  }

  /** One that can be waited for. */
  @FunctionalInterface
  interface Joinable {
    /** Waits until it is over; what it did is seen then. */
    void join(@Nullable StackfulTask<?> self) throws InterruptedException;
  }

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
