package io.interleave.run;

import io.interleave.runtime.Fork;
import io.interleave.runtime.Runtimes;
import io.interleave.runtime.TaskRuntime;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A question put to several runtimes: every workload given on every runtime named, in interleaved
 * order, in fresh processes.
 *
 * @param <R> what a finished run is opened as
 */
public final class Experiment<R> {
  private final Runtimes runtimes;
  private final Path runs;
  private final Progress progress;
  private final Function<RunFolder, R> open;
  private List<Workload> workloads;
  private final List<Trial> trials = new ArrayList<>();
  private int forks = 3;
  private int warmup = -1;
  private int iterations = 5;
  private long seed = 42;
  private String name = "";
  private Duration limit = Fork.Limits.DEFAULT.whole();
  private Duration patience = Duration.ZERO;

  /**
   * An experiment with nothing to run it on yet.
   *
   * @param workload what is run
   * @param runtimes what can run it
   * @param runs the folder that recorded runs are put into
   * @param progress hears how it gets on
   * @param open makes the result of what was recorded
   */
  public Experiment(
      Workload workload,
      Runtimes runtimes,
      Path runs,
      Progress progress,
      Function<RunFolder, R> open) {
    this.workloads = List.of(workload);
    this.runtimes = runtimes;
    this.runs = runs;
    this.progress = progress;
    this.open = open;
  }

  /**
   * Every workload so far with each of these values instead of its own: {@code vary("inFlight", 1,
   * 100, 10_000)}. To be called before {@link #on}.
   */
  public Experiment<R> vary(String parameter, long... values) {
    if (!trials.isEmpty()) {
      throw new InvalidInput(
          "vary(\"%s\", …) stands after on(…): put it before".formatted(parameter));
    }
    workloads =
        workloads.stream()
            .flatMap(
                w ->
                    java.util.Arrays.stream(values)
                        .mapToObj(v -> w.with(parameter, Long.toString(v))))
            .map(Workload.class::cast)
            .toList();
    return this;
  }

  /**
   * On these runtimes, each with settings if need be: {@code on("go", "jdk-virtual
   * mailbox-impl=lockfree")}.
   *
   * @throws InvalidInput when there is no such runtime or setting
   */
  public Experiment<R> on(String... labels) {
    Stream.of(labels).forEach(label -> workloads.forEach(w -> with(w, label)));
    return this;
  }

  /**
   * One more trial: this workload on this runtime, for plans that are not every workload on every
   * runtime.
   */
  public Experiment<R> with(Workload workload, String label) {
    String[] words = label.strip().split("\\s+");
    TaskRuntime runtime = runtimes.named(words[0]);
    Values settings = Values.defaults(runtime.settings());
    for (String word : List.of(words).subList(1, words.length)) {
      String[] pair = word.split("=", 2);
      if (pair.length < 2) {
        throw new InvalidInput("'%s' in '%s': expected setting=value".formatted(word, label));
      }
      settings = settings.with(pair[0], pair[1]);
    }
    trials.add(
        new Trial(
            workload, runtime, settings, warmup < 0 ? workload.warmup() : warmup, iterations));
    return this;
  }

  /**
   * Fresh processes a trial; the intervals need 6, a verdict 10. To be called before or after
   * {@link #on}.
   */
  public Experiment<R> forks(int n) {
    forks = n;
    return this;
  }

  /** Rounds that each fork runs and discards; the workload's own default otherwise. */
  public Experiment<R> warmup(int rounds) {
    warmup = rounds;
    return retimed();
  }

  /** Rounds that each fork times. */
  public Experiment<R> iterations(int rounds) {
    iterations = rounds;
    return retimed();
  }

  private Experiment<R> retimed() {
    trials.replaceAll(
        t ->
            new Trial(
                t.workload(),
                t.runtime(),
                t.settings(),
                warmup < 0 ? t.workload().warmup() : warmup,
                iterations));
    return this;
  }

  /** The seed of the order of the forks. */
  public Experiment<R> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** The longest that one fork may take, after which it is a DNF. */
  public Experiment<R> limit(Duration whole) {
    limit = whole;
    return this;
  }

  /**
   * Before each fork waits for a machine that others leave alone, and measures a fork again that
   * they disturbed; until this much time in all has gone that way. What is measured under noise
   * nevertheless is marked.
   */
  public Experiment<R> patience(Duration inAll) {
    patience = inAll;
    return this;
  }

  /**
   * Recorded under this name. A run of that name is continued: what it holds is not measured again,
   * what is missing is. Without a name every run is a new one, named after the moment.
   */
  public Experiment<R> named(String name) {
    this.name = checkedName(name);
    return this;
  }

  /** Becomes a folder's name; empty for one after the moment. */
  static String checkedName(String name) {
    if (!name.matches("([A-Za-z0-9][A-Za-z0-9._-]*)?")) {
      throw new InvalidInput(
          "'%s' is no name for a run: letters, digits, '.', '_' and '-'".formatted(name));
    }
    return name;
  }

  /** A new run's, after the moment. */
  static String newName() {
    return "local-"
        + LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS"));
  }

  /** The plan as it stands. */
  public Campaign campaign() {
    var limits = new Fork.Limits(Fork.Limits.DEFAULT.hello(), Fork.Limits.DEFAULT.silence(), limit);
    return new Campaign(trials, forks, seed, limits, patience);
  }

  /**
   * Measures what is missing and opens the result.
   *
   * @throws InterruptedException when interrupted: no child process is left, and what was measured
   *     is kept
   */
  public R run() throws InterruptedException {
    var folder = new RunFolder(runs.resolve(name.isEmpty() ? newName() : name));
    try {
      campaign().run(folder, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open.apply(folder);
  }
}
