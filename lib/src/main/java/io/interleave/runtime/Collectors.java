package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The garbage collector of this JVM, as its management beans tell. */
final class Collectors {
  private static final List<GarbageCollectorMXBean> BEANS =
      ManagementFactory.getGarbageCollectorMXBeans();

  private Collectors() {}

  /** Its name, as the setting {@code gc} spells it. */
  static String name() {
    var first = BEANS.isEmpty() ? "Epsilon" : BEANS.getFirst().getName();
    return switch (first.split(" ")[0]) {
      case "G1" -> "g1";
      case "ZGC" -> "zgc";
      case "PS" -> "parallel";
      case "Copy", "MarkSweepCompact" -> "serial";
      default -> first.split(" ")[0].toLowerCase(Locale.ROOT);
    };
  }

  /**
   * Refuses to measure one collector under another's name: flags that contradict each other are
   * silently settled by the JVM.
   *
   * @param asked what the setting says, or null when it says nothing
   */
  static void check(@Nullable String asked) {
    if (asked != null && !asked.equals(name())) {
      throw new InvalidInput("gc=%s: this JVM runs %s".formatted(asked, name()));
    }
  }

  static String note() {
    return ("%s, heap at most %d MiB; collected between rounds, outside the clock,"
            + " so that no round pays for another's garbage")
        .formatted(name(), Runtime.getRuntime().maxMemory() >> 20);
  }

  static String pauseNote() {
    return "gc_pause_ns sums stop-the-world pauses in whole milliseconds,"
        + " time to reach them not included";
  }

  /**
   * Collections so far. G1's concurrent cycles are told by their pauses only, which are no
   * collections.
   */
  static long count() {
    return sum(GarbageCollectorMXBean::getCollectionCount, " Pauses", "G1 Concurrent GC");
  }

  /**
   * Nanoseconds of all pauses so far. ZGC's and Shenandoah's cycles run beside the program and are
   * left out.
   */
  static long pauseNs() {
    return 1_000_000 * sum(GarbageCollectorMXBean::getCollectionTime, " Cycles");
  }

  private static long sum(ToLongFunction<GarbageCollectorMXBean> what, String... butNot) {
    return BEANS.stream()
        .filter(bean -> List.of(butNot).stream().noneMatch(bean.getName()::endsWith))
        .mapToLong(what)
        .map(value -> Math.max(0, value))
        .sum();
  }
}
