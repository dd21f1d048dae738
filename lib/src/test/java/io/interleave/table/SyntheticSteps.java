package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.ForkRecord.RoundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Forks with known costs of a hop. Noise of a pass is common to all its forks and ten times that of
 * a fork, so that only paired differences are narrow.
 */
public final class SyntheticSteps {
  /** From the first to the last; the third takes back what the second changed. */
  public static final List<String> LABELS =
      List.of(
          "tokio",
          "tokio coop=off",
          "tokio mailbox-impl=own",
          "tokio mailbox-impl=own coop=off",
          "tokio mailbox-impl=own coop=off waker=once",
          "live:tokio/stackless");

  /** Nanoseconds of processor time a hop: the whole is 200, of which all but 30 has a name. */
  public static final double[] COSTS = {300, 270, 180, 190, 130, 100};

  private static final long DELIVERIES = 1000;

  private final List<ForkRecord> forks = new ArrayList<>();

  /** Ten passes over all labels; wall time × workers is 1.25 × that. */
  public static Steps steps() {
    return Steps.of("synthetic", TrialResult.of(ten(0)), LABELS);
  }

  /** One trial did not finish in one pass. */
  public static Steps withDnf() {
    var forks = new ArrayList<>(ten(0));
    forks.replaceAll(
        f -> f.fork() == 3 && f.label().equals(LABELS.get(2)) ? failed(f, "deadlock") : f);
    return Steps.of("synthetic", TrialResult.of(forks), LABELS);
  }

  static List<ForkRecord> ten(int work) {
    var made = new SyntheticSteps();
    var random = new Random(11);
    for (int fork = 0; fork < 10; fork++) {
      double pass = Math.exp(0.05 * random.nextGaussian());
      for (int i = 0; i < COSTS.length; i++) {
        double own = Math.exp(0.005 * random.nextGaussian());
        made.forks.add(fork(LABELS.get(i), fork, work, COSTS[i] * pass * own));
      }
    }
    return made.forks;
  }

  /** With two rounds alike, and a cold one that must not count. */
  static ForkRecord fork(String label, int fork, int work, double ns) {
    var timed = round("timed", ns);
    return new ForkRecord(
        "%s/%d#%d".formatted(label, work, fork),
        "actor-mesh",
        Map.of("actors", 10_000, "work", work, "rate", "0", "seed", "42"),
        label.split(" ", 2)[0],
        label,
        Map.of("workers", 0),
        1,
        2,
        fork,
        "now",
        "ok",
        null,
        "1",
        Map.of("workers", "2"),
        Map.of(),
        List.of(round("cold", 50 * ns), timed, timed));
  }

  private static RoundRecord round(String phase, double ns) {
    var metrics =
        Map.<String, Number>of("cpu_ns", ns * DELIVERIES, "throughput_per_s", 2e9 / (1.25 * ns));
    return new RoundRecord(phase, "0", DELIVERIES, metrics, Map.of());
  }

  static ForkRecord failed(ForkRecord fork, String reason) {
    return new ForkRecord(
        fork.key(),
        fork.workload(),
        fork.parameters(),
        fork.runtime(),
        fork.label(),
        fork.settings(),
        fork.warmup(),
        fork.iterations(),
        fork.fork(),
        fork.started(),
        "dnf",
        reason,
        fork.version(),
        fork.notes(),
        fork.measured(),
        List.of());
  }
}
