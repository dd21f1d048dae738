package io.interleave.runtime;

import java.util.Optional;

/**
 * Watches one child process from outside: polls its memory and threads, and sets the machine's busy
 * time against what the child and this JVM used. All else is foreign.
 */
final class UsageMeter implements AutoCloseable {
  private static final long POLL_MS = 50;

  private final long pid;
  private final long started = System.nanoTime();
  private final Optional<long[]> machineAtStart = Procfs.machineNs();
  private final long ownAtStart = ownNs();
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

  /**
   * This JVM's own time without its children's: a child that ends while we watch would count twice.
   */
  private static long ownNs() {
    var bean = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os ? os.getProcessCpuTime() : 0;
  }

  ProcessUsage usage() {
    double elapsed = System.nanoTime() - started;
    long ours = childNs + ownNs() - ownAtStart;
    var now = Procfs.machineNs();
    double foreign = Double.NaN;
    double stolen = Double.NaN;
    if (machineAtStart.isPresent() && now.isPresent()) {
      foreign = Math.max(0, (now.get()[0] - machineAtStart.get()[0] - ours) / elapsed);
      stolen = (now.get()[1] - machineAtStart.get()[1]) / elapsed;
    }
    return new ProcessUsage(peakRssBytes, peakThreads, foreign, stolen);
  }

  @Override
  public void close() {
    poller.interrupt();
  }
}
