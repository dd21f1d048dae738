package io.interleave.task;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A channel: many tasks send, many receive, each message goes to one of them, in the order of
 * sending. Models {@code runtime/chan.go} of Go 1.26: a lock, a buffer, a queue of those who wait
 * at either end; whoever comes hands its message straight to one who waits. (Go looks at a full or
 * empty one without the lock first; so does this.)
 *
 * <p>Both representations use it: a polled task by {@link #send} and {@link #receive}, which never
 * wait, a stackful one by {@link #put} and {@link #take}, which do.
 *
 * @param <M> what is sent
 */
public final class Channel<M> {
  private final int capacity;
  private final ArrayDeque<M> buffer = new ArrayDeque<>(); // guarded by this, as all else
  private final ArrayDeque<Wait<M>> senders = new ArrayDeque<>();
  private final ArrayDeque<Wait<M>> receivers = new ArrayDeque<>();

  /**
   * An empty one.
   *
   * @param capacity of its buffer; 0 = none: a sender waits for its receiver
   */
  public Channel(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity=%d: expected at least 0".formatted(capacity));
    }
    this.capacity = capacity;
  }

  /** One end of a hand-over that a task waits for: Go's {@code sudog}. */
  public static final class Wait<M> {
    private final Task task;
    private volatile @Nullable M message;
    private volatile boolean done;

    private Wait(Task task, @Nullable M message) {
      this.task = task;
      this.message = message;
    }

    /** Whether it is over; if not, the task will be woken when it is. */
    public boolean isDone() {
      return done;
    }

    /** What was received; null while {@link #isDone} is false. */
    public @Nullable M message() {
      return done ? message : null;
    }

    private void end(@Nullable M received, @Nullable Worker by) {
      message = received;
      done = true;
      task.wake(by);
    }
  }

  /**
   * Sends a message.
   *
   * @param by the worker that polls the sender; null from outside
   * @param sender woken when it had to wait and the message is gone
   * @return null when it is sent; else it waits for room
   */
  public @Nullable Wait<M> send(M message, @Nullable Worker by, Task sender) {
    Wait<M> receiver;
    synchronized (this) {
      receiver = receivers.pollFirst();
      if (receiver == null) {
        if (buffer.size() < capacity) {
          buffer.addLast(message);
          return null;
        }
        var wait = new Wait<M>(sender, message);
        senders.addLast(wait);
        return wait;
      }
    }
    receiver.end(message, by);
    return null;
  }

  /**
   * Receives a message.
   *
   * @param by the worker that polls the receiver; null from outside
   * @param receiver woken when it had to wait and there is one
   * @return done, with the message; or to be waited for
   */
  public Wait<M> receive(@Nullable Worker by, Task receiver) {
    var own = new Wait<M>(receiver, null);
    Wait<M> sender;
    synchronized (this) {
      M message = buffer.pollFirst();
      sender = senders.pollFirst();
      if (message == null && sender == null) {
        receivers.addLast(own);
        return own;
      }
      if (message == null) {
        message = sender.message;
      } else if (sender != null) {
        buffer.addLast(java.util.Objects.requireNonNull(sender.message));
      }
      own.message = message;
      own.done = true;
    }
    if (sender != null) {
      sender.end(null, by);
    }
    return own;
  }

  /** The same for a stackful task: waits until it is sent. */
  public void put(M message, StackfulTask<?> self) throws InterruptedException {
    var wait = send(message, self.worker(), self);
    while (wait != null && !wait.isDone()) {
      self.park();
    }
  }

  /** The same for a stackful task: waits until there is one. */
  public M take(StackfulTask<?> self) throws InterruptedException {
    var wait = receive(self.worker(), self);
    while (!wait.isDone()) {
      self.park();
    }
    return java.util.Objects.requireNonNull(wait.message());
  }
}
