package io.interleave.run;

import io.interleave.runtime.Fork;
import io.interleave.runtime.Simulation;
import io.interleave.runtime.TaskRuntime;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Parameters swept over the simulated machine: every combination of the values given is a trial on
 * {@code sim:<policy>/<representation>@<cores>}, and a fork of it a seed. What is recorded are the
 * same samples as of forks that were measured, in virtual time.
 *
 * <pre>{@code
 * lab.sweep(new ActorMesh()).vary("policy", "go", "tokio").vary("cores", 1, 4, 16).seeds(6).run();
 * }</pre>
 *
 * @param <R> what a finished sweep is opened as
 */
public final class Sweep<R> {
  /** The most points of one sweep. */
  public static final int MOST_POINTS = 1_000_000;

  private static final int MOST_SEEDS = 1000;

  private final Workload workload;
  private final Path runs;
  private final Progress progress;
  private final Function<RunFolder, R> open;
  private final Map<String, List<String>> axes = new LinkedHashMap<>();
  private Engine engine = LocalCores.all();
  private int seeds = 1;
  private long seed = 1;
  private String name = "";

  /**
   * A sweep of nothing yet: at least the policy and the cores are to be said.
   *
   * @param workload what is simulated
   * @param runs the folder that recorded runs are put into
   * @param progress hears how it gets on
   * @param open makes the result of what was recorded
   */
  public Sweep(Workload workload, Path runs, Progress progress, Function<RunFolder, R> open) {
    this.workload = workload;
    this.runs = runs;
    this.progress = progress;
    this.open = open;
  }

  /**
   * Each of these values with each of all others: {@code vary("cores", 1, 4, 16)}. What was first
   * given changes slowest.
   *
   * @param parameter {@code policy}, {@code cores}, {@code tasks} (their representation; default:
   *     stackless), {@code costs} (default: default), a parameter of the workload, or a constant of
   *     the policy
   * @throws InvalidInput when there is no value, or one twice
   */
  public Sweep<R> vary(String parameter, Object... values) {
    var texts = Arrays.stream(values).map(value -> value.toString().strip()).toList();
    if (texts.isEmpty() || texts.stream().anyMatch(String::isEmpty)) {
      throw new InvalidInput(
          "%s=%s: expected values separated by commas"
              .formatted(parameter, String.join(",", texts)));
    }
    axes.put(parameter, texts);
    return this;
  }

  /** Points of each combination, 1 to 1,000; default: 1. */
  public Sweep<R> seeds(int n) {
    if (n < 1 || n > MOST_SEEDS) {
      throw new InvalidInput("seeds=%d: expected 1 to %d".formatted(n, MOST_SEEDS));
    }
    seeds = n;
    return this;
  }

  /** The first seed of the machine's chance, unsigned; each further one is 1 more; default: 1. */
  public Sweep<R> seed(long first) {
    seed = first;
    return this;
  }

  /** Computed by this engine instead of all of this machine's cores. */
  public Sweep<R> on(Engine engine) {
    this.engine = engine;
    return this;
  }

  /** Recorded under this name; a sweep of that name is continued. Default: after the moment. */
  public Sweep<R> named(String name) {
    this.name = Experiment.checkedName(name);
    return this;
  }

  /**
   * The plan as it stands; its forks are seeds.
   *
   * @throws InvalidInput when a value makes no sense, or there are too many points
   */
  public Campaign campaign() {
    for (String needed : List.of("policy", "cores")) {
      if (!axes.containsKey(needed)) {
        throw new InvalidInput(
            "a sweep needs %s: one value, or several separated by commas".formatted(needed));
      }
    }
    long all = seeds;
    for (var values : axes.values()) {
      all = Math.min(all * values.size(), Integer.MAX_VALUE);
    }
    if (all > MOST_POINTS) {
      throw new InvalidInput(
          "%,d points or more: a sweep has at most %,d".formatted(all, MOST_POINTS));
    }
    var trials = new ArrayList<Trial>();
    combine(new ArrayList<>(axes.keySet()), new LinkedHashMap<>(), trials);
    return new Campaign(trials, seeds, seed, Fork.Limits.DEFAULT, Duration.ZERO);
  }

  private void combine(List<String> left, Map<String, String> chosen, List<Trial> trials) {
    if (left.isEmpty()) {
      trials.add(trial(chosen));
      return;
    }
    String axis = left.getFirst();
    for (String value : axes.getOrDefault(axis, List.of())) {
      chosen.put(axis, value);
      combine(left.subList(1, left.size()), chosen, trials);
    }
  }

  private Trial trial(Map<String, String> chosen) {
    TaskRuntime runtime =
        Simulation.runtime(
            "sim:%s/%s@%s"
                .formatted(
                    chosen.get("policy"),
                    chosen.getOrDefault("tasks", "stackless"),
                    chosen.getOrDefault("cores", "").replace("_", "")));
    Workload run = workload;
    Values settings =
        Values.defaults(runtime.settings()).with("schedule", Long.toUnsignedString(seed));
    for (var entry : chosen.entrySet()) {
      String parameter = entry.getKey();
      if (List.of("policy", "tasks", "cores").contains(parameter)) {
        continue;
      }
      if (run.values().has(parameter)) {
        run = run.with(parameter, entry.getValue());
      } else if (isSetting(settings, parameter)) {
        settings = settings.with(parameter, entry.getValue());
      } else {
        throw unknown(parameter, run, chosen.get("policy") + "");
      }
    }
    return checked(new Trial(run, runtime, settings, 0, 1));
  }

  /** Seeds are said otherwise, and the heap is this JVM's. */
  private static boolean isSetting(Values settings, String parameter) {
    return settings.has(parameter) && !List.of("schedule", "heap").contains(parameter);
  }

  private static InvalidInput unknown(String parameter, Workload workload, String policy) {
    return new InvalidInput(
        "no parameter '%s': there are policy, tasks, cores, costs; %s has %s; the policy %s has %s"
            .formatted(
                parameter,
                workload.name(),
                workload.values().names(),
                policy,
                String.join(", ", Simulation.constants(policy))));
  }

  private static Trial checked(Trial trial) {
    trial
        .refusal()
        .ifPresent(
            why -> {
              throw new InvalidInput(trial.runtime().name() + ": " + why);
            });
    return trial;
  }

  /**
   * Computes what is missing and opens the result.
   *
   * @throws InvalidInput when the plan or the folder makes no sense; nothing was computed then
   * @throws InterruptedException when interrupted: no simulation runs on, and what was computed is
   *     kept
   */
  public R run() throws InterruptedException {
    return open.apply(compute());
  }

  /** The same, unopened: a table of a very long sweep may be more than a heap holds. */
  public RunFolder compute() throws InterruptedException {
    var plan = campaign();
    var folder = new RunFolder(runs.resolve(name.isEmpty() ? Experiment.newName() : name));
    try {
      new SweepRun(plan, engine, folder, progress).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
