package io.interleave.task;

import org.jspecify.annotations.Nullable;

/**
 * An actor's mailbox: many tasks send, one receives. It blocks: a full one makes its senders wait
 * (back-pressure), an empty one its receiver. Messages of one sender are received in the order in
 * which they were sent.
 *
 * <p>What was written before a send is seen after its receipt. Those of threads work on platform
 * and on virtual ones; a {@link StackfulTask} is a mailbox itself.
 *
 * @param <M> what is sent
 */
public interface Mailbox<M> {
  /**
   * Sends a message; waits while the mailbox is full.
   *
   * @param sender the stackful task that sends; null for the calling thread
   * @throws InterruptedException when the thread is interrupted while it waits; the message is then
   *     not sent
   */
  void send(M message, @Nullable StackfulTask<?> sender) throws InterruptedException;

  /**
   * Takes the oldest message; waits while there is none. Only one thread may receive.
   *
   * @throws InterruptedException when the thread is interrupted, before or while it waits; no
   *     message is lost by it
   */
  M receive() throws InterruptedException;

  /** How to make a mailbox: {@code LinkedMailbox::new} or {@code LockFreeMailbox::new}. */
  @FunctionalInterface
  interface Maker {
    /**
     * A new, empty mailbox.
     *
     * @param bound the most messages it holds; 0 = unbounded
     */
    <M> Mailbox<M> bounded(int bound);
  }
}
