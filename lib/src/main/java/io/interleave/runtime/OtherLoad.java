package io.interleave.runtime;

import java.util.Optional;

/**
 * What others use of the machine from now on: its busy time, less this JVM's and that of the
 * children we account for. Where there is no /proc, nothing is known, and said to be {@code NaN}.
 */
public final class OtherLoad {
  private final long started = System.nanoTime();
  private final Optional<long[]> machineAtStart = Procfs.machineNs();
  private final long ownAtStart = ownNs();

  /**
   * This JVM's own time without its children's: a child that ends while we watch would count twice.
   */
  private static long ownNs() {
    var bean = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os ? os.getProcessCpuTime() : 0;
  }

  /** Processors kept busy by others on average, of which {@code childNs} were a child's of ours. */
  public double foreign(long childNs) {
    return machineSince(0).map(busy -> busy - childNs - (ownNs() - ownAtStart)).orElse(Double.NaN)
        / (System.nanoTime() - started);
  }

  /** Processors that the hypervisor took away on average. */
  public double stolen() {
    return machineSince(1).orElse(Double.NaN) / (System.nanoTime() - started);
  }

  private Optional<Double> machineSince(int figure) {
    return machineAtStart.flatMap(
        then -> Procfs.machineNs().map(now -> (double) now[figure] - then[figure]));
  }
}
