package io.interleave.figure;

import io.interleave.workload.Histograms;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tech.tablesaw.api.Table;

/**
 * Tables of samples as a run would give them, with made-up numbers of the right size: 10 forks, and
 * one DNF.
 */
final class SyntheticSamples {
  static final String DNF = "jdk-threads";
  static final List<String> LABELS =
      List.of(
          "go",
          "tokio",
          "rust-threads",
          "jdk-virtual",
          "jdk-virtual mailbox-impl=lockfree",
          "live:tokio/stackless");

  private static final int FORKS = 10;
  private static final double HOPS = 20;

  /** Messages a second, latency's median and 99th percentile in ns, idle and peak memory in MB. */
  private static final Map<String, double[]> NUMBERS =
      Map.of(
          "go", new double[] {2.52e6, 2.6e4, 1.08e7, 38, 50},
          "tokio", new double[] {4.26e6, 1.1e4, 4.9e6, 19, 34},
          "rust-threads", new double[] {3.9e4, 1.1e7, 2.9e7, 118, 131},
          "jdk-virtual", new double[] {4.98e5, 6e5, 1.09e7, 142, 301},
          "jdk-virtual mailbox-impl=lockfree", new double[] {1.057e6, 3e5, 2.6e6, 131, 325},
          "live:tokio/stackless", new double[] {3.1e6, 1.6e4, 3.2e6, 160, 290});

  private final Random random = new Random(7);
  private final SyntheticRows rows = new SyntheticRows();

  /** The headline: every runtime in the closed loop, a cold round and two timed ones a fork. */
  static Table closedLoop() {
    var samples = new SyntheticSamples();
    for (var label : LABELS) {
      for (int fork = 0; fork < FORKS; fork++) {
        for (int round = 0; round < 3; round++) {
          samples.closed(
              label, fork, round, 1000, label.equals("rust-threads") ? 100_000 : 1_000_000);
        }
      }
    }
    samples.dnf(0);
    return samples.rows.table();
  }

  /** The closed loop at several numbers of tokens. */
  static Table inFlightSweep() {
    var samples = new SyntheticSamples();
    for (var label : LABELS) {
      for (long k : new long[] {10, 100, 1_000, 10_000}) {
        for (int fork = 0; fork < FORKS; fork++) {
          samples.closed(label, fork, 1, k, 1_000_000);
        }
      }
    }
    samples.dnf(0);
    return samples.rows.table();
  }

  /** The closed loop with more and more work a hop, until that is all that counts. */
  static Table workSweep() {
    var samples = new SyntheticSamples();
    for (var label : LABELS) {
      for (long work : new long[] {0, 1_000, 10_000, 100_000}) {
        for (int fork = 0; fork < FORKS; fork++) {
          double ns = 1e9 / numbers(label)[0] + work / 2.0;
          samples.work(label, fork, work, 1e9 / ns);
        }
      }
    }
    samples.dnf(0);
    return samples.rows.table();
  }

  private void work(String label, int fork, long work, double throughput) {
    var row = rows.add(label, fork, 1, 1_000_000 / (1 + work / 1_000));
    row.setLong("inFlight", 1000);
    row.setLong("rate", 0);
    row.setLong("work", work);
    row.setDouble("throughput_per_s", throughput * (1 + 0.2 * fork) * noise(0.01));
  }

  /** The open loop on a grid of rates. */
  static Table openLoop() {
    var samples = new SyntheticSamples();
    for (var label : LABELS) {
      for (long rate :
          new long[] {
            20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 3_000_000, 4_000_000
          }) {
        for (int fork = 0; fork < FORKS && rate < 4 * numbers(label)[0]; fork++) {
          samples.open(label, fork, rate);
        }
      }
    }
    samples.dnf(20_000);
    return samples.rows.table();
  }

  /** Policy × representation × collector: Tokio's policy is faster, the rest is noise. */
  static Table factorial() {
    var samples = new SyntheticSamples();
    for (int fork = 0; fork < FORKS; fork++) {
      for (var policy : List.of("go", "tokio")) {
        for (var rest :
            List.of("/stackless", "/stackful", "/stackless gc=zgc", "/stackful gc=zgc")) {
          samples.closed("live:" + policy + rest, fork, 1, 1000, 1_000_000);
        }
      }
    }
    samples.dnf(0);
    return samples.rows.table();
  }

  private void closed(String label, int fork, int round, long k, long messages) {
    double[] numbers = numbers(label);
    double saturation = k / (k + 60.0);
    double throughput = numbers[0] * saturation * noise(0.04) * (round == 0 ? 0.5 : 1);
    double scale = Math.pow(k / 1000.0, 0.9) * noise(0.08);
    var row = rows.add(label, fork, round, messages);
    row.setLong("inFlight", k);
    row.setLong("rate", 0);
    row.setDouble("throughput_per_s", throughput);
    row.setDouble("unit_ns", 1e9 / throughput);
    row.setDouble("effective_in_flight", k * 0.93 * noise(0.01));
    row.setDouble("idle_rss_bytes", numbers[3] * 1e6 * noise(0.02));
    row.setDouble("peak_rss_bytes", numbers[4] * 1e6 * noise(0.05));
    row.setString("hop_histogram", histogram(numbers[1] * scale, numbers[2] * scale));
  }

  private void open(String label, int fork, long rate) {
    double[] numbers = numbers(label);
    double load = rate / (numbers[0] * 0.9);
    double median = 2e4 + HOPS * 1e9 / numbers[0] / Math.max(0.05, 1 - load) * noise(0.05);
    double tail =
        load < 1 ? median * 8 + 3e5 / Math.max(0.02, 1 - load) * noise(0.2) : 8e8 * noise(0.1);
    double middle = load < 1 ? median : 3e8 * noise(0.1);
    var row = rows.add(label, fork, 1, rate * 5);
    row.setLong("inFlight", 1000);
    row.setLong("rate", rate);
    row.setDouble("throughput_per_s", Math.min((double) rate, numbers[0] * 0.9) * noise(0.01));
    row.setDouble("offered_per_s", rate * noise(0.002));
    row.setString("token_histogram", histogram(middle, tail));
    row.setString("token_uncorrected_histogram", histogram(median, Math.min(tail, median * 20)));
  }

  private void dnf(long rate) {
    var row = rows.add(DNF, 0, 0, 1_000_000);
    row.setString("outcome", "dnf");
    row.setString("reason", "deadlock");
    row.setLong("inFlight", 1000);
    row.setLong("rate", rate);
  }

  private static double[] numbers(String label) {
    var alike = label.startsWith("live:tokio") ? "live:tokio/stackless" : "go";
    return NUMBERS.getOrDefault(label, java.util.Objects.requireNonNull(NUMBERS.get(alike)));
  }

  private double noise(double share) {
    return Math.exp(share * random.nextGaussian());
  }

  /** Log-normal with this median and 99th percentile. */
  private String histogram(double median, double p99) {
    var histogram = Histograms.empty();
    double sigma = Math.log(p99 / median) / 2.326;
    for (int i = 0; i < 2_000; i++) {
      long value = Math.round(median * Math.exp(sigma * random.nextGaussian()));
      histogram.recordValueWithCount(Math.clamp(value, 1, 3_000_000_000_000L), 25);
    }
    return Histograms.encode(histogram);
  }
}
