package io.interleave.table;

import io.interleave.table.Interval.Kind;
import io.interleave.workload.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/**
 * The bootstrap over forks. Each fork's counts are summed up once over the values that any fork has
 * seen; a resample is then nothing but a weight a fork, and its percentile a binary search, so that
 * 1,000 of them cost no merge.
 */
final class Resampling {
  private static final int RESAMPLES = 1_000;

  /** Every value seen, ascending, as the highest of its bucket. */
  private final long[] values;

  /** Of each fork, how many samples are at most {@code values[i]}. */
  private final long[][] cumulative;

  Resampling(List<Histogram> oneAFork) {
    var forks = oneAFork.stream().filter(h -> h.getTotalCount() > 0).toList();
    if (forks.isEmpty()) {
      throw new InvalidInput("no percentile: the histograms are empty");
    }
    values = forks.stream().flatMapToLong(Resampling::values).sorted().distinct().toArray();
    cumulative = forks.stream().map(this::cumulative).toArray(long[][]::new);
  }

  private static LongStream values(Histogram histogram) {
    var values = LongStream.builder();
    histogram.recordedValues().forEach(v -> values.add(v.getValueIteratedTo()));
    return values.build();
  }

  private long[] cumulative(Histogram histogram) {
    long[] counts = new long[values.length];
    histogram
        .recordedValues()
        .forEach(
            v ->
                counts[Arrays.binarySearch(values, v.getValueIteratedTo())] +=
                    v.getCountAddedInThisIterationStep());
    Arrays.parallelPrefix(counts, Long::sum);
    return counts;
  }

  Interval percentile(double percentile, long seed) {
    return interval(cumulative.length, seed, weights -> at(percentile, weights));
  }

  /**
   * A statistic of {@code n} forks with its 95 % interval, or the range of what each fork says
   * alone below {@link Interval#LEAST} of them.
   *
   * @param statistic its argument is how often each fork counts
   */
  static Interval interval(int n, long seed, ToDoubleFunction<int[]> statistic) {
    int[] once = new int[n];
    Arrays.fill(once, 1);
    double estimate = statistic.applyAsDouble(once);
    boolean enough = n >= Interval.LEAST;
    double[] others = enough ? resampled(n, seed, statistic) : each(n, statistic);
    int cut = enough ? RESAMPLES / 40 - 1 : 0;
    double low = Math.min(estimate, others[cut]);
    double high = Math.max(estimate, others[others.length - 1 - cut]);
    return new Interval(estimate, low, high, n, enough ? Kind.CI95 : Kind.RANGE);
  }

  private static double[] resampled(int n, long seed, ToDoubleFunction<int[]> statistic) {
    var random = new SplittableRandom(seed);
    double[] resampled = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int[] weights = new int[n];
      for (int draw = 0; draw < n; draw++) {
        weights[random.nextInt(n)]++;
      }
      resampled[i] = statistic.applyAsDouble(weights);
    }
    Arrays.sort(resampled);
    return resampled;
  }

  /** What each fork says alone, ascending. */
  private static double[] each(int n, ToDoubleFunction<int[]> statistic) {
    double[] each = new double[n];
    for (int fork = 0; fork < n; fork++) {
      int[] alone = new int[n];
      alone[fork] = 1;
      each[fork] = statistic.applyAsDouble(alone);
    }
    Arrays.sort(each);
    return each;
  }

  /** As HdrHistogram has it: the highest value of the bucket in which the percentile falls. */
  double at(double percentile, int[] weights) {
    long total = count(values.length - 1, weights);
    double asked = Math.nextAfter(percentile, Double.NEGATIVE_INFINITY) * total / 100;
    long wanted = Math.max(1, (long) Math.ceil(asked));
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (count(middle, weights) >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return values[low];
  }

  private long count(int index, int[] weights) {
    long sum = 0;
    for (int fork = 0; fork < weights.length; fork++) {
      sum += weights[fork] * cumulative[fork][index];
    }
    return sum;
  }
}
