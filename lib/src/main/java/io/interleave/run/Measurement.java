package io.interleave.run;

import io.interleave.run.ForkRecord.RoundRecord;
import io.interleave.runtime.Fork;
import io.interleave.runtime.ForkResult;
import io.interleave.runtime.SimulatedFork;
import io.interleave.runtime.Simulation;
import io.interleave.runtime.TaskRuntime;
import io.interleave.workload.Histograms;
import io.interleave.workload.Round;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs one fork of a trial and makes a record of it: outcome, answer checked, figures named. */
public final class Measurement {
  /** A reference answer can cost as much as the run itself, so it is computed once a workload. */
  private static final Map<Object, Long> ANSWERS = new ConcurrentHashMap<>();

  private final Trial trial;
  private final int fork;
  private final Fork.Limits limits;

  /** One fork of {@code trial}, number {@code fork} from 0. */
  public Measurement(Trial trial, int fork, Fork.Limits limits) {
    this.trial = trial;
    this.fork = fork;
    this.limits = limits;
  }

  /** The same, of what is only simulated. */
  Measurement(Trial trial, int fork) {
    this(trial, fork, Fork.Limits.DEFAULT);
  }

  static String key(Trial trial, int fork) {
    return trial.key() + "#" + fork;
  }

  /** Runs it, unless it can't be run here; that is a record too. */
  public ForkRecord run(Fork.Listener listener) throws IOException, InterruptedException {
    String started = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    TaskRuntime runtime = trial.runtime();
    Optional<String> refusal = trial.refusal();
    if (refusal.isPresent()) {
      return record(started, "n/a", refusal.get(), null);
    }
    try {
      runtime.prepare();
    } catch (TaskRuntime.BuildFailure e) {
      return record(started, "n/a", e.getMessage(), null);
    }
    ForkResult result =
        new Fork(
                runtime,
                trial.workload(),
                trial.settings(),
                trial.warmup(),
                trial.iterations(),
                limits)
            .run(listener);
    String failure = result.failure() != null ? result.failure() : wrongAnswer(result.rounds());
    return record(started, failure == null ? "ok" : "dnf", failure, result);
  }

  /**
   * The same within this JVM, of a simulated runtime: fork k has the schedule's seed and k more.
   *
   * @param simulation the runtime's, with its costs
   */
  ForkRecord simulate(Simulation simulation) throws InterruptedException {
    String started = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    long schedule = Long.parseUnsignedLong(trial.settings().text("schedule")) + fork;
    ForkResult result =
        new SimulatedFork(
                simulation, trial.workload(), schedule, trial.warmup(), trial.iterations())
            .run();
    String failure = result.failure() != null ? result.failure() : wrongAnswer(result.rounds());
    return record(started, failure == null ? "ok" : "dnf", failure, result);
  }

  private @Nullable String wrongAnswer(List<Round> rounds) {
    long right = ANSWERS.computeIfAbsent(trial.workload(), _ -> trial.workload().answer());
    long deliveries = trial.workload().deliveries();
    for (Round round : rounds) {
      if (round.answer() != right) {
        return "wrong answer: %016x instead of %016x".formatted(round.answer(), right);
      }
      if (round.deliveries() != deliveries) {
        return "wrong count: %d deliveries instead of %d".formatted(round.deliveries(), deliveries);
      }
    }
    return null;
  }

  private ForkRecord record(
      String started, String outcome, @Nullable String reason, @Nullable ForkResult result) {
    var rounds = new ArrayList<RoundRecord>();
    if (result != null) {
      result.rounds().forEach(r -> rounds.add(round(rounds.size(), r)));
    }
    return new ForkRecord(
        key(trial, fork),
        trial.workload().name(),
        trial.workload().values().json(),
        trial.runtime().name(),
        trial.label(),
        trial.settings().json(),
        trial.warmup(),
        trial.iterations(),
        fork,
        started,
        outcome,
        reason,
        result == null ? trial.runtime().availability().version() : result.version(),
        result == null ? Map.of() : result.notes(),
        result == null ? Map.of() : measured(result),
        rounds);
  }

  private static Map<String, Double> measured(ForkResult result) {
    var measured = new LinkedHashMap<String, Double>();
    measured.put("fork_elapsed_ns", (double) result.elapsedNs());
    put(measured, "peak_rss_bytes", result.usage().peakRssBytes());
    put(measured, "peak_threads", result.usage().peakThreads());
    if (!Double.isNaN(result.usage().foreignCpu())) {
      measured.put("foreign_cpu", result.usage().foreignCpu());
      measured.put("stolen_cpu", result.usage().stolenCpu());
    }
    return measured;
  }

  /** A process has memory and threads: 0 means that it could not be read. */
  private static void put(Map<String, Double> measured, String name, long value) {
    if (value > 0) {
      measured.put(name, (double) value);
    }
  }

  private RoundRecord round(int index, Round round) {
    var metrics = new LinkedHashMap<String, Number>();
    metrics.put("elapsed_ns", round.elapsedNs());
    metrics.put("start_ns", round.startNs());
    metrics.put("throughput_per_s", round.deliveries() * 1e9 / round.elapsedNs());
    metrics.putAll(new java.util.TreeMap<>(round.metrics()));
    var histograms = new LinkedHashMap<String, String>();
    new java.util.TreeMap<>(round.histograms())
        .forEach((name, histogram) -> histograms.put(name, Histograms.encode(histogram)));
    String phase = index >= trial.warmup() ? "timed" : index == 0 ? "cold" : "warmup";
    return new RoundRecord(
        phase, "%016x".formatted(round.answer()), round.deliveries(), metrics, histograms);
  }
}
