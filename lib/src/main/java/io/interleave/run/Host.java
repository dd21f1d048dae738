package io.interleave.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The machine: what a reader must know of it to judge a figure. What can't be read is left out, not
 * guessed.
 */
public final class Host {
  private Host() {}

  /** What stays the same between two sessions on one machine. */
  public static Map<String, Object> fingerprint() {
    var host = new LinkedHashMap<String, Object>();
    host.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    host.put("architecture", System.getProperty("os.arch"));
    line("/proc/cpuinfo", "model name").ifPresent(v -> host.put("cpu", v));
    host.put("processors", Runtime.getRuntime().availableProcessors());
    line("/proc/meminfo", "MemTotal")
        .ifPresent(
            v -> host.put("memory_bytes", Long.parseLong(v.replaceAll("[^0-9]", "")) * 1024));
    read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
        .ifPresent(v -> host.put("governor", v));
    read("/sys/fs/cgroup/cpu.max").ifPresent(v -> host.put("cgroup_cpu_max", v));
    read("/sys/fs/cgroup/memory.max").ifPresent(v -> host.put("cgroup_memory_max", v));
    read("/sys/kernel/mm/transparent_hugepage/enabled")
        .ifPresent(v -> host.put("transparent_hugepages", v));
    line("/proc/cpuinfo", "flags")
        .ifPresent(v -> host.put("virtual_machine", (" " + v + " ").contains(" hypervisor ")));
    host.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
    return host;
  }

  /** The one-minute load average; empty where there is none. */
  public static Optional<Double> load() {
    return read("/proc/loadavg").map(v -> Double.parseDouble(v.split(" ")[0]));
  }

  private static Optional<String> line(String file, String field) {
    return read(file)
        .flatMap(text -> text.lines().filter(l -> l.startsWith(field)).findFirst())
        .map(l -> l.substring(l.indexOf(':') + 1).strip());
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
