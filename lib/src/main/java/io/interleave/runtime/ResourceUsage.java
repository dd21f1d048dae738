package io.interleave.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * getrusage(2) of the whole process, threads that have ended included. The JVM's own
 * getProcessCpuTime counts in clock ticks of 10 ms, and /proc/self/status tells the main thread's
 * switches only.
 */
final class ResourceUsage {
  private static final long SIZE = 18 * 8; // struct rusage of 64-bit Linux: 18 longs
  private static final @Nullable MethodHandle GETRUSAGE = getrusage();

  private ResourceUsage() {}

  @SuppressWarnings("restricted") // the parent passes --enable-native-access
  private static @Nullable MethodHandle getrusage() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null; // another layout
    }
    try {
      var linker = Linker.nativeLinker();
      var signature =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
      return linker.downcallHandle(linker.defaultLookup().findOrThrow("getrusage"), signature);
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * Totals since the process began, by the contract's names; what this platform doesn't tell is
   * left out.
   */
  static Map<String, Long> counters() {
    if (GETRUSAGE == null) {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return Map.of("cpu_ns", system.getProcessCpuTime());
    }
    try (var arena = Arena.ofConfined()) {
      var usage = arena.allocate(SIZE, 8);
      int status = (int) GETRUSAGE.invokeExact(0, usage);
      if (status != 0) {
        return Map.of();
      }
      long cpuUs = (at(usage, 0) + at(usage, 2)) * 1_000_000 + at(usage, 1) + at(usage, 3);
      return Map.of(
          "cpu_ns",
          cpuUs * 1_000,
          "minor_faults",
          at(usage, 8),
          "involuntary_switches",
          at(usage, 17));
    } catch (Throwable e) {
      throw new IllegalStateException("getrusage", e);
    }
  }

  private static long at(MemorySegment usage, int index) {
    return usage.getAtIndex(ValueLayout.JAVA_LONG, index);
  }
}
