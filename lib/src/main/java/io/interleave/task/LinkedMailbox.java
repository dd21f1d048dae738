package io.interleave.task;

import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox that anyone writing Java would take: {@link LinkedBlockingQueue}, two locks and a
 * node a message.
 *
 * <p>ArrayBlockingQueue was not chosen: its one lock serves both ends, and it holds its whole bound
 * from the start.
 *
 * @param <M> what is sent
 */
public final class LinkedMailbox<M> implements Mailbox<M> {
  private final LinkedBlockingQueue<M> queue;

  /**
   * A new, empty one.
   *
   * @param bound the most messages it holds; 0 = unbounded
   */
  public LinkedMailbox(int bound) {
    queue = new LinkedBlockingQueue<>(bound == 0 ? Integer.MAX_VALUE : bound);
  }

  @Override
  public void send(M message, @Nullable StackfulTask<?> sender) throws InterruptedException {
    queue.put(message);
  }

  @Override
  public M receive() throws InterruptedException {
    return queue.take();
  }
}
