package io.interleave.machine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker's sleep. An unpark that comes first is kept, so it ends the next park; and no other use
 * of the thread's own permit can eat it (openjdk/loom#59).
 */
final class Parker {
  private final AtomicBoolean token = new AtomicBoolean();

  /** Called by its own thread. */
  void park() {
    while (!token.compareAndSet(true, false)) {
      LockSupport.park(this);
    }
  }

  void unpark(Thread thread) {
    if (!token.getAndSet(true)) {
      LockSupport.unpark(thread);
    }
  }
}
