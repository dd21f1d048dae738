package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.RunFolder;
import io.interleave.workload.InvalidInput;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import tech.tablesaw.api.Table;

/** A recorded run, read as tables. Nothing here measures. */
public final class Results {
  private static final double CARRIED = 0.99;

  private final RunFolder folder;
  private final List<ForkRecord> forks;

  private Results(RunFolder folder, List<ForkRecord> forks) {
    this.folder = folder;
    this.forks = forks;
  }

  private Results(RunFolder folder) {
    this.folder = folder;
    var plan = new HashMap<String, Integer>();
    folder
        .manifest()
        .path("trials")
        .forEach(trial -> plan.putIfAbsent(trial.path("key").asString(""), plan.size()));
    this.forks =
        folder.forks().stream()
            .map(Derived::of)
            // What an older plan of the same run has measured, but this one doesn't hold, is last.
            .sorted(
                Comparator.comparingInt(fork -> plan.getOrDefault(fork.trialKey(), plan.size())))
            .toList();
  }

  /**
   * Opens what was recorded in a folder.
   *
   * @throws InvalidInput when no run was
   */
  public static Results open(RunFolder folder) {
    if (!folder.exists()) {
      throw new InvalidInput("no run in " + folder.path() + ": it has no manifest.json");
    }
    return new Results(folder);
  }

  /** The run's name. */
  public String name() {
    return folder.name();
  }

  /** Where it is recorded. */
  public Path path() {
    return folder.path();
  }

  /** Every fork: by trial in the plan's order, those of one trial as they ran. */
  public List<ForkRecord> forks() {
    return forks;
  }

  /** The trials in the plan's order, each with all its forks. */
  public List<TrialResult> trials() {
    return TrialResult.of(forks);
  }

  /**
   * The trial with this label: the runtime and its settings, in any order; those left out have
   * their defaults.
   *
   * @throws InvalidInput when the run has none, or more than one
   */
  public TrialResult trial(String label) {
    var words = List.of(label.strip().split("\\s+"));
    var trials = trials().stream().filter(t -> isMeant(t.any(), words)).toList();
    if (trials.size() != 1) {
      throw new InvalidInput(
          "%d trials '%s' in %s: it has %s"
              .formatted(
                  trials.size(),
                  label,
                  name(),
                  trials().stream().map(t -> t.any().label()).distinct().toList()));
    }
    return trials.getFirst();
  }

  private static boolean isMeant(ForkRecord fork, List<String> words) {
    return fork.runtime().equals(words.getFirst())
        && words.containsAll(List.of(fork.label().split(" ")))
        && words.stream().skip(1).allMatch(word -> isSet(fork, word.split("=", 2)));
  }

  private static boolean isSet(ForkRecord fork, String[] pair) {
    return pair.length == 2
        && pair[1].equals(String.valueOf(fork.settings().getOrDefault(pair[0], "")));
  }

  /**
   * Only the trials whose workload has this value of a parameter, such as {@code where("work",
   * 1000)}, or whose runtime has it as a setting: {@code where("workers", 2)}. The parameter {@code
   * workload} is its name.
   *
   * @throws InvalidInput when the run has none
   */
  public Results where(String parameter, Object value) {
    var some = forks.stream().filter(f -> text(f, parameter).equals(value.toString())).toList();
    if (some.isEmpty()) {
      throw new InvalidInput(
          "no trial with %s=%s in %s: it has %s"
              .formatted(
                  parameter,
                  value,
                  name(),
                  forks.stream().map(f -> text(f, parameter)).distinct().toList()));
    }
    return new Results(folder, some);
  }

  private static String text(ForkRecord fork, String parameter) {
    if (parameter.equals("workload")) {
      return fork.workload();
    }
    var values = fork.parameters().containsKey(parameter) ? fork.parameters() : fork.settings();
    return String.valueOf(values.get(parameter));
  }

  /**
   * Where a gap comes from: the cost of a hop from the first trial to the last, each trial changing
   * one thing more.
   *
   * @param labels at least three, as {@link #trial} takes them; the last step is the rest
   * @throws InvalidInput when there are fewer or one twice, when the run has not one trial of each,
   *     when their workloads differ, or when no pass has figures of all
   */
  public Steps steps(String... labels) {
    return Steps.of(name(), trials(), List.of(labels));
  }

  /**
   * What simulated machines said beside what live ones did: every pair of {@code
   * live:<policy>/<representation>} and {@code sim:<policy>/<representation>@<its workers>} in this
   * run.
   *
   * @throws InvalidInput when it has none
   */
  public Predictions predictions() {
    return predictions(this);
  }

  /**
   * The same with simulations that were recorded in a run of their own, such as {@code
   * lab.predict(run, "this-machine").run()}.
   */
  public Predictions predictions(Results simulated) {
    return Predictions.matched(name(), trials(), simulated.trials());
  }

  /**
   * One runtime's prediction of another: {@code predictions("sim:go/stackful@2 costs=go", "go")},
   * wherever both ran the same. Labels are as {@link #trial} takes them.
   *
   * @throws InvalidInput when no cell has both
   */
  public Predictions predictions(String simulated, String measured) {
    return Predictions.named(
        name(),
        trials(),
        trial -> isMeant(trial.any(), List.of(simulated.strip().split("\\s+"))),
        trial -> isMeant(trial.any(), List.of(measured.strip().split("\\s+"))),
        "both '%s' and '%s'".formatted(simulated, measured));
  }

  /**
   * Open loop: the highest offered load of which this runtime carried 99 %, in messages a second; 0
   * when it carried none.
   */
  public long capacity(String label) {
    return trials().stream()
        .filter(t -> t.any().label().equals(label) && t.achieved() >= CARRIED)
        .mapToLong(t -> ((Number) t.any().parameters().getOrDefault("rate", 0)).longValue())
        .max()
        .orElse(0);
  }

  /**
   * One row a round, with every parameter and figure as a column: for figures and for your own
   * questions.
   */
  public Table samples() {
    return Samples.of(name(), forks);
  }

  /**
   * The rounds of simulated machines with their number of cores as a column, and without it in
   * their labels: for figures against cores.
   *
   * @throws InvalidInput when the run has none
   */
  public Table byCores() {
    return Samples.byCores(samples());
  }

  /**
   * One row a trial: the medians of these metrics with their intervals, empty where one was not
   * measured: {@code medians("task_rss_bytes", "task_heap_bytes")}.
   */
  public Table medians(String... metrics) {
    return Summary.of(name(), forks, List.of(metrics));
  }

  /**
   * One row a trial: medians with 95 % intervals (or the range, below 6 forks), ratio to the first.
   */
  public Table summary() {
    return Summary.of(name(), forks);
  }
}
