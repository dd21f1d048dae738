package io.interleave.runtime;

import com.sun.management.ThreadMXBean;
import io.interleave.workload.Meter;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process uses between the clock's readings, from the kernel and from the JVM's own
 * counters.
 */
final class ProcessMeter implements Meter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long SETTLE_MS = 100;
  private static final long KERNEL_STACK_BYTES = 16 << 10;

  private final Map<String, Long> atStart = new LinkedHashMap<>();
  private Optional<Long> idleRss = Optional.empty();

  @Override
  public void settle() {
    System.gc();
  }

  @Override
  public void start() {
    idleRss = status("VmRSS");
    atStart.clear();
    atStart.putAll(counters());
  }

  @Override
  public Map<String, Number> stop() {
    var metrics = new LinkedHashMap<String, Number>();
    counters().forEach((name, value) -> metrics.put(name, value - atStart.getOrDefault(name, 0L)));
    status("Threads").ifPresent(n -> metrics.put("threads", n));
    idleRss.ifPresent(kib -> metrics.put("idle_rss_bytes", kib * 1024));
    return metrics;
  }

  private static Map<String, Long> counters() {
    var counters = new LinkedHashMap<String, Long>();
    counters.putAll(ResourceUsage.counters());
    counters.put("gc_count", Collectors.count());
    counters.put("gc_pause_ns", Collectors.pauseNs());
    counters.put("allocated_bytes", THREADS.getTotalThreadAllocatedBytes());
    return counters;
  }

  /** Two collections: what the first one clears or finalizes, the second one frees. */
  @Override
  public Map<String, Number> memory() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      System.gc();
      Thread.sleep(SETTLE_MS);
    }
    var memory = new LinkedHashMap<String, Number>();
    memory.put("heap_bytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    status("VmRSS").ifPresent(kib -> memory.put("rss_bytes", kib * 1024));
    status("VmPTE")
        .ifPresent(
            tables ->
                status("Threads")
                    .ifPresent(
                        n -> memory.put("kernel_bytes", tables * 1024 + n * KERNEL_STACK_BYTES)));
    return memory;
  }

  /** A number of Linux' /proc/self/status; elsewhere there is none. */
  private static Optional<Long> status(String field) {
    return Procfs.status(ProcessHandle.current().pid(), field);
  }
}
