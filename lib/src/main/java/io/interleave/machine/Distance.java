package io.interleave.machine;

import java.util.stream.IntStream;

/** How far two cores are from each other, in nanoseconds a cache line. */
final class Distance {
  private final long lineNs;
  private final long farNs;
  private final int[] node; // of each core
  private final long tryPs;
  private final long meanLineNs;
  private final long anyLineNs;

  /** Between {@code cores} cores. */
  Distance(Costs costs, int cores) {
    lineNs = costs.lineNs();
    farNs = costs.farNs();
    int coresPerNode =
        costs.coresPerNode() == 0 ? cores : (int) Math.min(costs.coresPerNode(), cores);
    node = IntStream.range(0, cores).map(core -> core / coresPerNode).toArray();
    // A search begins anywhere, so its victims are near and far in proportion.
    double near = cores == 1 ? 1 : (coresPerNode - 1.0) / (cores - 1);
    double far = lineNs == 0 ? 1 : Math.max(1, farNs / (double) lineNs);
    tryPs = Math.round(1_000 * costs.tryNs() * (near + (1 - near) * far));
    meanLineNs = cores == 1 ? 0 : Math.round(near * lineNs + (1 - near) * farNs);
    anyLineNs = Math.round(meanLineNs * (cores - 1.0) / cores);
  }

  /** For a line that {@code from} had last; -1 for nobody. */
  long lineNs(int to, int from) {
    if (from < 0 || from == to) {
      return 0;
    }
    return node[from] == node[to] ? lineNs : farNs;
  }

  /** For a line that some other core had last. */
  long meanLineNs() {
    return meanLineNs;
  }

  /** For a line that any core had last, this one too. */
  long anyLineNs() {
    return anyLineNs;
  }

  /** A look at another worker's queue, on the average: picoseconds. */
  long tryPs() {
    return tryPs;
  }
}
