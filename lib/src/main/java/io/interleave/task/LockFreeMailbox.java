package io.interleave.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A lock-free mailbox: JCTools' many-producer, single-consumer ring, and a parked thread at either
 * end when it has to wait. No lock and no allocation while neither end waits.
 *
 * <p>Both hand-shakes are Dekker's: each side first publishes (its message, its free slot, its wish
 * to be woken), then puts a full fence, then looks at what the other published. So either the
 * waiter sees the change, or the changer sees the waiter.
 *
 * <p>The receiver uses the ring's relaxed poll, which never spins on a sender that was stopped
 * between claiming a slot and filling it: that sender wakes the receiver itself, after filling.
 *
 * @param <M> what is sent
 */
public final class LockFreeMailbox<M> implements Mailbox<M> {
  /**
   * Slots of an unbounded mailbox's first chunk; it grows by such chunks, and reuses one that never
   * overflows.
   */
  private static final int CHUNK = 64;

  private static final VarHandle RECEIVER;

  static {
    try {
      RECEIVER =
          MethodHandles.lookup().findVarHandle(LockFreeMailbox.class, "receiver", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MessagePassingQueue<M> queue;
  private final @Nullable Senders<M> senders;
  private volatile @Nullable Thread
      receiver; // the parked one, or about to park; cleared by whoever wakes it

  /**
   * A new, empty one. A bounded one holds its slots (the bound, rounded up to a power of two) from
   * the start, but never more messages than the bound.
   *
   * @param bound the most messages it holds; 0 = unbounded
   */
  public LockFreeMailbox(int bound) {
    if (bound == 0) {
      queue = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
      senders = null;
    } else {
      var ring = new MpscAtomicArrayQueue<M>(bound);
      queue = ring;
      senders = new Senders<>(ring, bound);
    }
  }

  @Override
  public void send(M message, @Nullable StackfulTask<?> sender) throws InterruptedException {
    if (senders == null) {
      queue.offer(message);
    } else if (!senders.offer(message)) {
      senders.await(message);
    }
    wakeReceiver();
  }

  private void wakeReceiver() {
    VarHandle.fullFence(); // the message is out before the receiver is looked for
    Thread waiting = receiver;
    if (waiting != null && RECEIVER.compareAndSet(this, waiting, null)) {
      LockSupport.unpark(waiting);
    }
  }

  @Override
  public M receive() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    M message = queue.relaxedPoll();
    while (message == null) {
      message = pollOrPark();
    }
    if (senders != null) {
      senders.slotIsFree();
    }
    return message;
  }

  private @Nullable M pollOrPark() throws InterruptedException {
    receiver = Thread.currentThread();
    VarHandle.fullFence(); // the wish is out before the last look
    M message = queue.relaxedPoll();
    if (message == null && !Thread.currentThread().isInterrupted()) {
      LockSupport.park(this);
      message = queue.relaxedPoll();
    }
    receiver = null;
    if (message == null && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return message;
  }
}
