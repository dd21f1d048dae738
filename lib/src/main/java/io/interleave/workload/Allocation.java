package io.interleave.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;

/**
 * What objects take of the heap by their layout. It is asked of the thread that makes them, which
 * counts to the byte, padding included; there is no library for it at run time.
 */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Bytes of what {@code making} makes, with all that this makes in turn. Not on a virtual thread.
   */
  static long bytes(Supplier<?> making) {
    var _ = making.get(); // its classes are loaded
    THREADS.getCurrentThreadAllocatedBytes();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    var made = making.get();
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    Reference.reachabilityFence(made);
    return bytes;
  }
}
