package io.interleave.machine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker's sleep. An unpark that comes first is kept, so it ends the next park; and no other use
 * of the thread's own permit can eat it (openjdk/loom#59).
 *
 * <p>Not final: tests come in between the token and the thread's own sleep.
 */
class Parker {
  final AtomicBoolean token = new AtomicBoolean();

  /** Called by its own thread. */
  void park() {
    while (!token.compareAndSet(true, false)) {
      sleep();
    }
  }

  void unpark(Thread thread) {
    if (!token.getAndSet(true)) {
      wake(thread);
    }
  }

  /** Until the thread is woken, or for no reason. */
  void sleep() {
    LockSupport.park(this);
  }

  void wake(Thread thread) {
    LockSupport.unpark(thread);
  }
}
