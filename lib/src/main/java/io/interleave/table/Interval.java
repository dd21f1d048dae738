package io.interleave.table;

import io.interleave.workload.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * An estimate and how sure one may be of it. The values behind it are one a fork: rounds of one
 * process share its layout in memory, its compiled code and its luck, so they are no independent
 * repeats.
 *
 * @param median the estimate: the median, or the percentile of the merged histogram; in the values'
 *     own unit
 * @param low lower end, at most the median
 * @param high upper end, at least the median
 * @param n how many values (forks, pairs) it rests on
 * @param kind what the ends mean
 */
public record Interval(double median, double low, double high, int n, Kind kind) {
  /**
   * Below this many values no order-statistic interval has 95 %: the range is given, and said to be
   * one.
   */
  public static final int LEAST = 6;

  /** What the ends of an interval mean. */
  public enum Kind {
    /** Holds the true value in at least 95 of 100 repeats of the whole experiment. */
    CI95("95 %"),
    /** Least and greatest value seen: fewer than {@link #LEAST} values. */
    RANGE("range");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Checks the order of the three numbers.
   *
   * @throws IllegalArgumentException when {@code low ≤ median ≤ high} does not hold, or {@code n}
   *     is below 1
   */
  public Interval {
    if (!(low <= median && median <= high) || n < 1) {
      throw new IllegalArgumentException(
          "no interval: %s ≤ %s ≤ %s, n = %d".formatted(low, median, high, n));
    }
  }

  /**
   * The median with its order-statistic 95 % interval: it assumes nothing of the distribution. Of
   * 10 values it is the second least to the second greatest (97.9 %).
   *
   * @param values one a fork; missing ones (NaN) are left out
   * @throws InvalidInput when none is left
   */
  public static Interval ofMedian(double... values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int n = sorted.length;
    if (n == 0) {
      throw new InvalidInput("no interval: there are no values");
    }
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    int rank = n < LEAST ? 0 : rank(n);
    return new Interval(
        median, sorted[rank], sorted[n - 1 - rank], n, n < LEAST ? Kind.RANGE : Kind.CI95);
  }

  /**
   * The median of {@code a[i] ÷ b[i]} with its interval. Pairs are rounds of one campaign, so that
   * what slows the machine down for a while slows both.
   *
   * @param a one value a round; pairs with a missing value (NaN) are left out
   * @param b as many
   * @throws InvalidInput when the lengths differ or no pair is left
   */
  public static Interval ofRatio(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new InvalidInput("no paired ratio: %d values against %d".formatted(a.length, b.length));
    }
    return ofMedian(IntStream.range(0, a.length).mapToDouble(i -> a[i] / b[i]).toArray());
  }

  /**
   * A percentile of the merged histograms, with a 95 % interval from 1,000 resamples of the forks
   * (their percentiles are never averaged). With fewer than {@link #LEAST} forks the ends are the
   * least and the greatest of the forks' own percentiles. Of a far tail a bootstrap says too
   * little: no resample holds a stall that no fork had.
   *
   * @param oneAFork a fork's rounds merged; empty ones are left out
   * @param percentile above 0, at most 100
   * @param seed of the resampling: the same seed gives the same interval
   * @throws InvalidInput when no histogram holds a value
   */
  public static Interval ofPercentile(List<Histogram> oneAFork, double percentile, long seed) {
    return ofPercentiles(oneAFork, List.of(percentile), seed).getFirst();
  }

  /** Several percentiles of the same histograms, in their order; cheaper than one by one. */
  public static List<Interval> ofPercentiles(
      List<Histogram> oneAFork, List<Double> percentiles, long seed) {
    var resampling = new Resampling(oneAFork);
    return percentiles.stream().map(p -> resampling.percentile(p, seed)).toList();
  }

  /** For differences: whether the interval holds 0, so that none was found. */
  public boolean spansZero() {
    return low <= 0 && 0 <= high;
  }

  /** For ratios: whether the interval holds 1, so that no difference was found. */
  public boolean spansOne() {
    return low <= 1 && 1 <= high;
  }

  /**
   * In short, such as {@code 4.26 M/s (95 %: 4.20–4.31 M/s)}; just the estimate when it rests on
   * one value.
   */
  public String format(Unit unit) {
    if (n == 1) {
      return unit.format(median) + " (n = 1)";
    }
    return "%s (%s: %s)".formatted(unit.format(median), kind, unit.format(low, high));
  }

  /**
   * The greatest rank from 0 whose order statistics x(rank) … x(n−1−rank) hold the median with at
   * least 95 %: the exact binomial, in logarithms so that 2⁻ⁿ does not vanish.
   */
  private static int rank(int n) {
    double log = -n * Math.log(2);
    double tail = Math.exp(log);
    int rank = 0;
    while (true) {
      log += Math.log((double) (n - rank) / (rank + 1));
      tail += Math.exp(log);
      if (2 * tail > 0.05) {
        return rank;
      }
      rank++;
    }
  }
}
