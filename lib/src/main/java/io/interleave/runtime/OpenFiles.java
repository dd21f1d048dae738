package io.interleave.runtime;

import io.interleave.workload.IoMix;
import io.interleave.workload.Workload;
import java.util.Optional;

/** Whether a process may have as many connections open as a workload asks for. */
final class OpenFiles {
  private static final long OTHERWISE = 200; // a JVM's own: its class path, its poller, its pipes

  private OpenFiles() {}

  /** Why it may not, if it may not: the client's limit, which a server's is as well. */
  static Optional<String> refusal(Workload workload) {
    return workload instanceof IoMix ? refusal(workload.tasks(), limit()) : Optional.empty();
  }

  static Optional<String> refusal(long connections, Optional<Long> limit) {
    return limit
        .filter(most -> connections + OTHERWISE > most)
        .map(
            most ->
                "connections is at most %d, not %d: a process may have %d files open (ulimit -n), %d of them for itself"
                    .formatted(Math.max(0, most - OTHERWISE), connections, most, OTHERWISE));
  }

  /** The hard limit: the JVM, Go and others raise their own to it. */
  private static Optional<Long> limit() {
    return Procfs.read("/proc/self/limits")
        .flatMap(text -> text.lines().filter(l -> l.startsWith("Max open files")).findFirst())
        .map(line -> line.trim().split(" +")[4])
        .filter(hard -> !hard.equals("unlimited"))
        .map(Long::parseLong);
  }
}
