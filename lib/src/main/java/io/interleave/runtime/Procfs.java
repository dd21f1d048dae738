package io.interleave.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Linux's /proc, as far as it is needed here. Elsewhere, or for a process that has ended, every
 * figure is empty: what can't be measured is left out, not guessed.
 */
final class Procfs {
  /** Clock ticks of /proc's processor times; Linux fixes USER_HZ at 100 for user space. */
  private static final long TICK_NS = 10_000_000;

  private Procfs() {}

  /** A figure of /proc/pid/status, such as {@code VmHWM} (in KiB) or {@code Threads}. */
  static Optional<Long> status(long pid, String field) {
    return read("/proc/" + pid + "/status")
        .flatMap(text -> text.lines().filter(l -> l.startsWith(field + ":")).findFirst())
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")));
  }

  /** Processor time of a process and of its children that were waited for, in nanoseconds. */
  static Optional<Long> cpuNs(long pid) {
    return read("/proc/" + pid + "/stat")
        .map(
            text -> {
              // The program's name may hold blanks; everything after its closing bracket has fixed
              // places.
              String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
              long ticks = 0;
              for (int i = 11; i <= 14; i++) { // utime, stime, cutime, cstime
                ticks += Long.parseLong(fields[i]);
              }
              return ticks * TICK_NS;
            });
  }

  /** The machine's busy and stolen processor time since boot, in nanoseconds. */
  static Optional<long[]> machineNs() {
    return read("/proc/stat")
        .map(
            text -> {
              String[] fields = text.lines().findFirst().orElseThrow().split(" +");
              long busy = 0;
              for (int i : new int[] {1, 2, 3, 6, 7}) { // user, nice, system, irq, softirq
                busy += Long.parseLong(fields[i]);
              }
              return new long[] {busy * TICK_NS, Long.parseLong(fields[8]) * TICK_NS};
            });
  }

  static Optional<String> read(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
