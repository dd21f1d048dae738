package io.interleave.figure;

import io.interleave.table.Interval;

/**
 * Little's law: in a closed loop the mean latency is K ÷ throughput, whatever a histogram says. K
 * is what was really under way: when a run is short, tokens are still being sent while others
 * retire.
 */
final class Means {
  private Means() {}

  /** Effective K (K itself where no latency was recorded) ÷ throughput, in nanoseconds; or NaN. */
  static double littlesLaw(Rows timed) {
    double[] throughput = timed.perFork("throughput_per_s");
    double[] effective = timed.perFork("effective_in_flight");
    if (throughput.length == 0) {
      return Double.NaN;
    }
    double k =
        effective.length > 0
            ? Interval.ofMedian(effective).median()
            : timed.number("inFlight", timed.index()[0]);
    return k / Interval.ofMedian(throughput).median() * 1e9;
  }
}
