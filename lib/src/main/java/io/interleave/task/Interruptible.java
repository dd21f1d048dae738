package io.interleave.task;

/** What waits in its calls, and can be told to end. */
@FunctionalInterface
public interface Interruptible {
  /** Ends its next wait, or the one it is in, by an {@link InterruptedException}. */
  void interrupt();
}
