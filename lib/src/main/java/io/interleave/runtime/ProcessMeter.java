package io.interleave.runtime;

import com.sun.management.ThreadMXBean;
import io.interleave.workload.Meter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What this process uses between the clock's readings, from the kernel and from the JVM's own
 * counters.
 */
final class ProcessMeter implements Meter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<String, Long> atStart = new LinkedHashMap<>();
  private OptionalLong idleRss = OptionalLong.empty();

  @Override
  public void start() {
    idleRss = status("VmRSS:");
    atStart.clear();
    atStart.putAll(counters());
  }

  @Override
  public Map<String, Number> stop() {
    var metrics = new LinkedHashMap<String, Number>();
    counters().forEach((name, value) -> metrics.put(name, value - atStart.getOrDefault(name, 0L)));
    status("Threads:").ifPresent(n -> metrics.put("threads", n));
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

  /** A number of Linux' /proc/self/status; elsewhere there is none. */
  private static OptionalLong status(String field) {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
