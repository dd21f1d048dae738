package io.interleave.jmh;

/** Waiting for another thread to be asleep. */
final class Asleep {
  /** A thread is called waiting some microseconds before the operating system has put it aside. */
  private static final long SETTLING_NS = 50_000;

  private Asleep() {}

  static void await(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    long since = System.nanoTime();
    while (System.nanoTime() - since < SETTLING_NS) {
      Thread.onSpinWait();
    }
  }
}
