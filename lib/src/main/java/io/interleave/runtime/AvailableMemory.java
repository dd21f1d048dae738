package io.interleave.runtime;

import io.interleave.workload.Workload;
import java.util.Optional;

/** Whether a workload's tasks can fit into memory; so that a trial is refused instead of killed. */
final class AvailableMemory {
  private static final double SHARE = 0.8;

  private AvailableMemory() {}

  /**
   * Why there is not enough, if there is not.
   *
   * @param taskBytes bytes that each task takes; 0 when that is not known
   */
  static Optional<String> refusal(Workload workload, long taskBytes) {
    return refusal(workload, taskBytes, now());
  }

  static Optional<String> refusal(Workload workload, long taskBytes, Optional<Long> available) {
    double wanted = (double) workload.tasks() * taskBytes;
    return available
        .filter(bytes -> wanted > SHARE * bytes)
        .map(
            bytes ->
                "%,d tasks of about %,d bytes take %,.0f MiB, more than %.0f %% of the %,d MiB of memory that are available"
                    .formatted(
                        workload.tasks(), taskBytes, wanted / (1 << 20), 100 * SHARE, bytes >> 20));
  }

  /** What the kernel thinks can be had without swapping; empty where it doesn't say. */
  private static Optional<Long> now() {
    return Procfs.read("/proc/meminfo")
        .flatMap(text -> text.lines().filter(l -> l.startsWith("MemAvailable:")).findFirst())
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024);
  }
}
