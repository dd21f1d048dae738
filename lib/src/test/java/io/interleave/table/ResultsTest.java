package io.interleave.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.run.ForkRecord;
import io.interleave.run.ForkRecord.RoundRecord;
import io.interleave.workload.Histograms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static String histogram(long... values) {
    Histogram histogram = Histograms.empty();
    LongStream.of(values).forEach(histogram::recordValue);
    return Histograms.encode(histogram);
  }

  private static ForkRecord fork(String runtime, int fork, double throughput, String outcome) {
    var metrics =
        Map.<String, Number>of("throughput_per_s", throughput, "elapsed_ns", 1e9, "cpu_ns", 2000.0);
    var histograms = Map.of("hop", histogram(1000, 1000, 1000, 5000), "hop_drain", histogram(9000));
    var cold =
        new RoundRecord(
            "cold", "0", 10, Map.of("throughput_per_s", 1.0, "elapsed_ns", 1e9), Map.of());
    var timed = new RoundRecord("timed", "0", 10, metrics, histograms);
    return new ForkRecord(
        runtime + "#" + fork,
        "actor-mesh",
        Map.of("inFlight", 10),
        runtime,
        runtime,
        Map.of(),
        1,
        2,
        fork,
        "now",
        outcome,
        outcome.equals("ok") ? null : "deadlock: all wait",
        "1",
        Map.of(),
        Map.of("peak_rss_bytes", 34e6, "foreign_cpu", 0.5),
        outcome.equals("ok") ? List.of(cold, timed, timed) : List.of());
  }

  private static List<ForkRecord> forks() {
    var forks = new ArrayList<ForkRecord>();
    for (int i = 0; i < 10; i++) {
      forks.add(fork("go", i, 2e6 + i, "ok"));
      forks.add(fork("tokio", i, 4e6 + 2 * i, "ok"));
    }
    forks.add(fork("tokio", 10, 0, "dnf"));
    return forks;
  }

  @Test
  void aRowARoundWithUnitsInTheColumnsNames() {
    var samples = Samples.of("one", forks());
    assertThat(samples.rowCount()).isEqualTo(61);
    var timed = samples.where(samples.stringColumn("phase").isEqualTo("timed"));
    assertThat(timed.doubleColumn("hop_p50_ns").get(0)).isBetween(999.0, 1001.0);
    assertThat(timed.doubleColumn("hop_max_ns").get(0))
        .as("before the first retirement")
        .isLessThan(6000);
    assertThat(timed.doubleColumn("effective_in_flight").get(0))
        .isBetween(6.7, 6.9); // 2e6/s × 3.4 µs
    var failed = samples.where(samples.stringColumn("outcome").isEqualTo("dnf"));
    assertThat(failed.stringColumn("reason").get(0)).isEqualTo("deadlock: all wait");
    assertThat(failed.doubleColumn("throughput_per_s").isMissing(0))
        .as("a DNF is missing, never zero")
        .isTrue();
  }

  @Test
  void summaryHasMediansIntervalsRatiosAndReasons() {
    var summary = Summary.of("one", forks());
    assertThat(summary.stringColumn("runtime").asList()).containsExactly("go", "tokio");
    assertThat(summary.stringColumn("throughput").get(1)).startsWith("4 M/s (95 %: ");
    assertThat(summary.stringColumn("× first").asList())
        .containsExactly("1", "2 × (95 %: 2.00–2.00 ×)");
    assertThat(summary.stringColumn("CPU a message").get(0)).startsWith("200 ns");
    assertThat(summary.stringColumn("outcome").asList())
        .containsExactly("ok", "10 of 11 ok; dnf: deadlock: all wait");
    assertThat(summary.stringColumn("noisy").get(0)).isEqualTo("10");
    assertThat(summary.columnNames()).as("nobody measured it").doesNotContain("GCs");
  }

  private static ForkRecord weighed(String runtime, double growth) {
    var fork = fork(runtime, 0, 1e6, "ok");
    var metrics =
        Map.<String, Number>of(
            "elapsed_ns", 4e3, "rss_before_bytes", 1e6, "idle_rss_bytes", 1e6 + growth);
    return Derived.of(
        new ForkRecord(
            fork.key(),
            "idle-tasks",
            Map.of("n", 1000),
            runtime,
            runtime,
            Map.of(),
            0,
            1,
            0,
            "now",
            "ok",
            null,
            "1",
            Map.of(),
            Map.of(),
            List.of(new RoundRecord("timed", "0", 1000, metrics, Map.of()))));
  }

  @Test
  void whatATaskTakesIsWhatMemoryGrewByTheTasksMade() {
    var forks = List.of(weighed("go", 2_700_000), weighed("tokio", 300_000));
    var medians =
        Summary.of("weights", forks, List.of("task_rss_bytes", "unit_ns", "task_heap_bytes"));
    assertThat(medians.stringColumn("task_rss_bytes").asList())
        .containsExactly("2.7 kB (n = 1)", "300 B (n = 1)");
    assertThat(medians.stringColumn("unit_ns").get(0)).isEqualTo("4 ns (n = 1)");
    assertThat(medians.columnNames()).as("nobody measured it").doesNotContain("task_heap_bytes");
    var trials = TrialResult.of(forks);
    assertThat(
            trials.getFirst().moreThan(trials.getLast(), "task_rss_bytes").orElseThrow().median())
        .isEqualTo(2400);
  }

  @Test
  void aTableWithoutForksHasItsColumnsAllTheSame() {
    assertThat(Samples.of("none", List.of()).columnNames())
        .contains("throughput_per_s", "hop_p99_9_ns", "reason");
    assertThat(TextTable.text(Summary.of("none", List.of()))).isEmpty();
  }
}
