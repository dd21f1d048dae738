package io.interleave.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A task with a mailbox: Erlang's process, Akka's actor cell. Many send, it alone receives, in the
 * order of sending.
 *
 * <p>The mailbox is part of the task, so that a send touches the memory that the wake after it
 * needs anyway: one cache line moves between processors where a mailbox of its own would move two.
 * It is a stack (Treiber's) that the receiver takes as a whole and turns round. Only who sends to
 * an empty one wakes the receiver; who finds messages there knows that it was woken for them.
 *
 * <p>A bounded one counts the room that is left. A message that finds none waits in a list with its
 * sender ({@link Sending}), in order of arrival, and is put in by the receiver.
 *
 * @param <M> what is sent
 */
public abstract class Receiver<M extends Message> extends Task {
  private static final int UNBOUNDED = -1;
  private static final VarHandle TOP;
  private static final VarHandle ROOM;

  static {
    try {
      var lookup = MethodHandles.lookup();
      TOP = lookup.findVarHandle(Receiver.class, "top", Message.class);
      ROOM = lookup.findVarHandle(Receiver.class, "room", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile @Nullable Message top; // the last one sent

  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile int room; // how many more may be sent

  private @Nullable Message inbox; // taken out, oldest first; its owner's
  private volatile @Nullable ArrayDeque<Sending> waiting; // guarded by this; null = none

  /**
   * A task of {@code machine} with an empty mailbox.
   *
   * @param bound the most messages it holds; 0 = unbounded
   */
  protected Receiver(Machine machine, int bound) {
    super(machine);
    room = bound == 0 ? UNBOUNDED : bound;
  }

  /**
   * Sends a message, and wakes the receiver if need be. Any task may call it.
   *
   * @param by the worker that polls the sender; null from outside
   * @param sender woken when the message had to wait and is sent; it must send nothing before
   * @return null when it is sent; else it waits for room
   */
  public final @Nullable Sending send(M message, @Nullable Worker by, Task sender) {
    return offer(message, by) ? null : await(new Sending(message, sender), by);
  }

  /** Sends a message, unless there is no room: then it returns false, and nothing has happened. */
  public final boolean offer(M message, @Nullable Worker by) {
    if (!acquire()) {
      return false;
    }
    push(message, by);
    return true;
  }

  private boolean acquire() {
    while (true) {
      int free = (int) ROOM.getVolatile(this);
      if (free <= 0) {
        return free == UNBOUNDED;
      }
      if (ROOM.weakCompareAndSet(this, free, free - 1)) {
        return true;
      }
    }
  }

  private void push(Message message, @Nullable Worker by) {
    Message before;
    do {
      before = (Message) TOP.getVolatile(this);
      message.next = before;
    } while (!TOP.weakCompareAndSet(this, before, message));
    if (before == null) {
      wake(by);
    }
  }

  /**
   * Takes the oldest message; null when there is none, and then it is woken by the next one. Called
   * by this task only.
   */
  @SuppressWarnings("unchecked") // only send puts any in
  protected final @Nullable M receive(Worker worker) {
    Message first = inbox;
    if (first == null) {
      if (TOP.getVolatile(this) == null) {
        return null;
      }
      first = turned((Message) TOP.getAndSet(this, null));
    }
    inbox = first.next;
    first.next = null;
    if ((int) ROOM.getOpaque(this) != UNBOUNDED) {
      ROOM.getAndAdd(this, 1);
      if (waiting != null) { // they wait first and look at the room after
        admit(worker);
      }
    }
    return (M) first;
  }

  private static Message turned(Message last) {
    Message first = last;
    Message rest = last.next;
    last.next = null;
    while (rest != null) {
      Message before = rest.next;
      rest.next = first;
      first = rest;
      rest = before;
    }
    return first;
  }

  /** Null when there was room after all. */
  private synchronized @Nullable Sending await(Sending sending, @Nullable Worker by) {
    var queue = waiting == null ? new ArrayDeque<Sending>() : waiting;
    queue.addLast(sending);
    waiting = queue; // the wish is out before the next look
    admit(by);
    return sending.isSent() ? null : sending;
  }

  /** Puts in what waits, as far as there is room. */
  private synchronized void admit(@Nullable Worker by) {
    var queue = waiting;
    while (queue != null && acquire()) {
      Sending first = queue.removeFirst();
      if (queue.isEmpty()) {
        queue = null;
        waiting = null;
      }
      push(first.message, by);
      first.done();
      first.sender.wake(by);
    }
  }
}
