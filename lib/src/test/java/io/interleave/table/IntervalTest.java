package io.interleave.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.table.Interval.Kind;
import io.interleave.workload.Histograms;
import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class IntervalTest {
  private static double[] oneTo(int n) {
    return IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray();
  }

  @Test
  void theRanksAreThoseOfTheTables() {
    // The usual tables of order-statistic 95 % intervals of a median.
    int[][] rankByCount = {
      {6, 1}, {8, 1}, {9, 2}, {10, 2}, {11, 2}, {12, 3}, {15, 4}, {20, 6}, {30, 10}, {100, 40}
    };
    for (int[] row : rankByCount) {
      var interval = Interval.ofMedian(oneTo(row[0]));
      assertThat(interval.low()).as("n = %d", row[0]).isEqualTo(row[1]);
      assertThat(interval.high()).isEqualTo(row[0] + 1 - row[1]);
      assertThat(interval.kind()).isEqualTo(Kind.CI95);
    }
  }

  @Test
  void fewerThanSixValuesGiveTheirRangeAndSaySo() {
    var interval = Interval.ofMedian(5, 1, 3, 2, 4);
    assertThat(interval).isEqualTo(new Interval(3, 1, 5, 5, Kind.RANGE));
    assertThat(interval.format(Unit.COUNT)).isEqualTo("3 (range: 1.00–5.00)");
    assertThat(Interval.ofMedian(7).format(Unit.NANOSECONDS)).isEqualTo("7 ns (n = 1)");
  }

  @Test
  void aGreatManyValuesDoNotUnderflow() {
    var interval = Interval.ofMedian(oneTo(4_001));
    assertThat(interval.low()).isBetween(1_935.0, 1_942.0);
  }

  @Test
  void missingValuesAreLeftOutAndNoneIsRefused() {
    assertThat(Interval.ofMedian(Double.NaN, 2, Double.NaN).n()).isEqualTo(1);
    assertThatThrownBy(() -> Interval.ofMedian(Double.NaN)).isInstanceOf(InvalidInput.class);
  }

  /** Skewed values, as times are: the interval must not need a bell. */
  @Test
  void theIntervalHoldsTheTrueMedianAsOftenAsItSays() {
    var random = new Random(1);
    for (int n : new int[] {6, 10, 15, 30}) {
      int held = 0;
      for (int i = 0; i < 4_000; i++) {
        var interval =
            Interval.ofMedian(
                DoubleStream.generate(() -> Math.exp(2 * random.nextGaussian()))
                    .limit(n)
                    .toArray());
        held += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
      }
      assertThat(held / 4_000.0).as("n = %d", n).isGreaterThan(0.94);
    }
  }

  @Test
  void ratiosArePairedSoThatANoisyMachineCancelsOut() {
    double[] machine = {1, 5, 0.2, 3, 8, 0.5, 2, 4, 0.1, 9};
    var same = Interval.ofRatio(machine, machine);
    assertThat(same.median()).isEqualTo(1);
    assertThat(same.spansOne()).isTrue();
    var faster = Interval.ofRatio(DoubleStream.of(machine).map(v -> 1.1 * v).toArray(), machine);
    assertThat(faster.spansOne()).isFalse();
    assertThatThrownBy(() -> Interval.ofRatio(new double[1], new double[2]))
        .isInstanceOf(InvalidInput.class);
  }

  private static List<Histogram> forks(int n, long seed) {
    var random = new Random(seed);
    var forks = new ArrayList<Histogram>();
    for (int fork = 0; fork < n; fork++) {
      var histogram = Histograms.empty();
      double scale = Math.exp(0.3 * random.nextGaussian());
      for (int i = 0; i < 5_000; i++) {
        histogram.recordValue(1 + Math.round(scale * 1e4 * Math.exp(random.nextGaussian())));
      }
      forks.add(histogram);
    }
    return forks;
  }

  @Test
  void thePercentileIsThatOfTheMergedHistogramAndNotAnAverage() {
    var forks = forks(10, 3);
    var merged = Histograms.empty();
    forks.forEach(merged::add);
    for (double percentile : new double[] {0.01, 50, 90, 99, 99.9, 100}) {
      var interval = Interval.ofPercentile(forks, percentile, 42);
      assertThat(interval.median()).isEqualTo((double) merged.getValueAtPercentile(percentile));
      assertThat(interval.low()).isLessThanOrEqualTo(interval.median());
      assertThat(interval.high()).isGreaterThanOrEqualTo(interval.median());
      assertThat(interval.kind()).isEqualTo(Kind.CI95);
    }
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    assertThat(Interval.ofPercentile(forks(10, 3), 99, 42))
        .isEqualTo(Interval.ofPercentile(forks(10, 3), 99, 42));
  }

  @Test
  void forksThatDifferMakeTheIntervalWideHoweverManySamplesTheyHold() {
    var interval = Interval.ofPercentile(forks(10, 3), 50, 42);
    assertThat(interval.high() / interval.low()).isGreaterThan(1.15);
    var alike =
        Interval.ofPercentile(
            IntStream.range(0, 10).mapToObj(i -> forks(1, 3).getFirst()).toList(), 50, 42);
    assertThat(alike.low()).isEqualTo(alike.high());
  }

  @Test
  void fewForksGiveTheRangeOfTheirOwnPercentiles() {
    var forks = forks(3, 5);
    var interval = Interval.ofPercentile(forks, 99, 42);
    var each = forks.stream().mapToDouble(h -> h.getValueAtPercentile(99)).summaryStatistics();
    assertThat(interval.kind()).isEqualTo(Kind.RANGE);
    assertThat(interval.low()).isEqualTo(each.getMin());
    assertThat(interval.high()).isEqualTo(each.getMax());
  }

  @Test
  void emptyHistogramsAreLeftOutAndNoneIsRefused() {
    var forks = new ArrayList<>(forks(6, 1));
    forks.add(Histograms.empty());
    assertThat(Interval.ofPercentile(forks, 50, 1).n()).isEqualTo(6);
    assertThatThrownBy(() -> Interval.ofPercentile(List.of(Histograms.empty()), 50, 1))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void anIntervalThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new Interval(1, 2, 3, 10, Kind.CI95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Interval(Double.NaN, 0, 1, 10, Kind.CI95))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
