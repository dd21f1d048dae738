package io.interleave.figure;

import io.interleave.table.Interval;

/** Little's law: in a closed loop the mean latency is K ÷ throughput, whatever a histogram says. */
final class Means {
  private Means() {}

  /** K ÷ the median throughput, in nanoseconds; NaN when either is missing. */
  static double littlesLaw(Rows timed) {
    double[] throughput = timed.perFork("throughput_per_s");
    double k = timed.isEmpty() ? Double.NaN : timed.number("inFlight", timed.index()[0]);
    return throughput.length == 0 ? Double.NaN : k / Interval.ofMedian(throughput).median() * 1e9;
  }
}
