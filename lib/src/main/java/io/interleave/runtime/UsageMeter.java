package io.interleave.runtime;

/**
 * Watches one child process from outside: polls its memory and threads, and sets the machine's busy
 * time against what the child and this JVM used. All else is foreign.
 */
final class UsageMeter implements AutoCloseable {
  private static final long POLL_MS = 50;

  private final long pid;
  private final OtherLoad others = new OtherLoad();
  private final Thread poller;
  private volatile long childNs;
  private volatile long peakRssBytes;
  private volatile int peakThreads;

  UsageMeter(long pid) {
    this.pid = pid;
    poller = Thread.ofPlatform().daemon().name("usage of " + pid).start(this::poll);
  }

  private void poll() {
    try {
      while (true) {
        look();
        Thread.sleep(POLL_MS);
      }
    } catch (InterruptedException e) {
      // Closed: that was the last look.
    }
  }

  /** A process that is gone keeps its last figures. */
  synchronized void look() {
    Procfs.status(pid, "VmHWM").ifPresent(kib -> peakRssBytes = Math.max(peakRssBytes, kib * 1024));
    Procfs.status(pid, "Threads").ifPresent(n -> peakThreads = Math.max(peakThreads, n.intValue()));
    Procfs.cpuNs(pid).ifPresent(ns -> childNs = ns);
  }

  ProcessUsage usage() {
    double foreign = Math.max(0, others.foreign(childNs)); // NaN stays NaN
    return new ProcessUsage(peakRssBytes, peakThreads, foreign, others.stolen());
  }

  @Override
  public void close() {
    poller.interrupt();
  }
}
