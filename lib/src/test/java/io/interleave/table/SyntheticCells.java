package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.ForkRecord.RoundRecord;
import io.interleave.workload.Histograms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Live and simulated forks with known throughputs. */
public final class SyntheticCells {
  private final List<ForkRecord> forks = new ArrayList<>();

  private SyntheticCells() {
    both("", "", "2", 1000, 0, 10e6, 11e6);
    both(" workers=1", "", "1", 1000, 0, 20e6, 20e6);
    both(" lifoSlot=false", " lifoSlot=false", "2", 1000, 0, 10e6, 7e6);
    both("", "", "2", 10_000, 0, 10e6, 11e6);
    both("", "", "2", 1, 0, 5e6, 1e6);
    both("", "", "2", 1000, 9_000_000, 9e6, 9e6);
    both("", "", "2", 1000, 5_000_000, 5e6, 5e6);
    fork("sim:tokio/stackless@64", "", "64", 1000, 0, 100e6);
  }

  private void both(
      String live, String sim, String workers, int inFlight, long rate, double is, double said) {
    fork("live:tokio/stackless", live, workers, inFlight, rate, is);
    fork("sim:tokio/stackless@" + workers, sim, workers, inFlight, rate, said);
  }

  private void fork(
      String runtime, String settings, String workers, int inFlight, long rate, double perSecond) {
    String label = runtime + settings;
    for (int fork = 0; fork < 10; fork++) {
      var round =
          new RoundRecord(
              "timed",
              "0",
              1000,
              Map.<String, Number>of("throughput_per_s", perSecond),
              histograms(inFlight, rate, runtime.startsWith("sim:")));
      forks.add(
          new ForkRecord(
              "%s/%d/%d#%d".formatted(label, inFlight, rate, fork),
              "actor-mesh",
              Map.of("inFlight", inFlight, "rate", rate, "seed", "42"),
              runtime,
              label,
              Map.of("lifoSlot", Boolean.toString(!settings.contains("lifoSlot=false"))),
              0,
              1,
              fork,
              "now",
              "ok",
              null,
              "1",
              Map.of("workers", workers),
              Map.of(),
              List.of(round)));
    }
  }

  /** Latencies of the open loop, of which simulated ones are a fifth longer, and of many tokens. */
  private static Map<String, String> histograms(int inFlight, long rate, boolean simulated) {
    return rate > 0
        ? Map.of("token", latency(simulated ? 1_200 : 1_000, 100))
        : inFlight < 10_000
            ? Map.of()
            : Map.of("hop", latency(1_000, 5), "hop_drain", latency(2_000, 95));
  }

  private static String latency(long ns, int times) {
    var histogram = Histograms.empty();
    histogram.recordValueWithCount(ns, times);
    return Histograms.encode(histogram);
  }

  /** Of all. */
  public static Predictions predictions() {
    var trials = TrialResult.of(new SyntheticCells().forks);
    return Predictions.matched("synthetic", trials, trials);
  }

  /** Of these two labels. */
  static Predictions named(String simulated, String measured) {
    return Predictions.named(
        "synthetic",
        TrialResult.of(new SyntheticCells().forks),
        t -> t.label().equals(simulated),
        t -> t.label().equals(measured),
        "both '%s' and '%s'".formatted(simulated, measured));
  }
}
