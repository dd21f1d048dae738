package io.interleave.task;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Those who wait for a slot of a full ring. The lock is touched only while somebody waits.
 *
 * <p>A newcomer may take the slot that a waiter was woken for: the waiter then waits for the next.
 * Every slot that becomes free while anybody waits wakes one, so none is forgotten.
 */
final class Senders<M> {
  private final MpscAtomicArrayQueue<M> ring;
  private final int bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition free = lock.newCondition();
  private volatile int waiting; // written under the lock

  Senders(MpscAtomicArrayQueue<M> ring, int bound) {
    this.ring = ring;
    this.bound = bound;
  }

  /**
   * Sends unless the ring is at its bound. The ring itself may have more slots: they are a power of
   * two.
   */
  boolean offer(M message) {
    return ring.offerIfBelowThreshold(message, bound);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock makes it atomic
  void await(M message) throws InterruptedException {
    lock.lockInterruptibly();
    waiting++;
    try {
      VarHandle.fullFence(); // the wish is out before the next look
      while (!offer(message)) {
        free.await();
      }
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** The receiver has taken a message: wakes one who waits for its slot. */
  void slotIsFree() {
    VarHandle.fullFence(); // the slot is free before the waiters are looked for
    if (waiting > 0) {
      lock.lock();
      try {
        free.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
