package io.interleave;

import io.interleave.jmh.BenchmarkRun;
import io.interleave.jmh.Calibration;
import io.interleave.jmh.Micro;
import io.interleave.policy.Policy;
import io.interleave.run.Experiment;
import io.interleave.run.Progress;
import io.interleave.run.RunFolder;
import io.interleave.run.SparkEngine;
import io.interleave.run.Sweep;
import io.interleave.runtime.Calibrations;
import io.interleave.runtime.Cases;
import io.interleave.runtime.Home;
import io.interleave.runtime.InProcess;
import io.interleave.runtime.PolicySource;
import io.interleave.runtime.Runtimes;
import io.interleave.runtime.Simulation;
import io.interleave.runtime.TaskRuntime;
import io.interleave.table.Results;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The laboratory: what can be run, experiments on it, and what was recorded.
 *
 * <pre>{@code
 * var lab = Interleave.open();
 * var run = lab.experiment(new ActorMesh()).on("go", "tokio").forks(5).run();
 * run.summary();
 * }</pre>
 */
public final class Interleave {
  private static volatile Supplier<Progress> progress = () -> Progress.SILENT;

  private final Home home;
  private volatile Runtimes runtimes;
  private volatile Duration patience = Duration.ZERO;

  private Interleave(Home home) {
    this.home = home;
    this.runtimes = Runtimes.of(home);
  }

  /**
   * Opens the laboratory of the project that this library belongs to.
   *
   * @throws InvalidInput when no project is found; the message says where was looked
   */
  public static Interleave open() {
    return new Interleave(Home.find());
  }

  /**
   * How experiments tell their progress from now on: the kernel's extension and the command line
   * set it.
   */
  public static void tellProgress(Supplier<Progress> teller) {
    progress = teller;
  }

  /** Every runtime: its version, or why it is missing and how to get it. */
  public Table runtimes() {
    List<TaskRuntime> all = runtimes.all();
    return Table.create(
        "runtimes",
        StringColumn.create("runtime", all.stream().map(TaskRuntime::name).toList()),
        StringColumn.create("what it is", all.stream().map(TaskRuntime::title).toList()),
        StringColumn.create("kind", all.stream().map(TaskRuntime::kind).toList()),
        StringColumn.create("version", all.stream().map(r -> r.availability().version()).toList()),
        StringColumn.create("missing", all.stream().map(r -> r.availability().missing()).toList()),
        StringColumn.create(
            "settings",
            all.stream()
                .map(
                    r -> r.settings().stream().map(p -> p.name()).collect(Collectors.joining(", ")))
                .toList()));
  }

  /** The runtimes themselves, for those who want more than a table of them. */
  public List<TaskRuntime> allRuntimes() {
    return runtimes.all();
  }

  /** Every workload with what it is for. */
  public Table workloads() {
    List<Workload> all = Workload.CATALOG.all();
    return Table.create(
        "workloads",
        StringColumn.create("workload", all.stream().map(Workload::name).toList()),
        StringColumn.create("what it does", all.stream().map(Workload::about).toList()),
        StringColumn.create("parameters", all.stream().map(w -> w.values().names()).toList()));
  }

  /**
   * Which runtime runs which workload, at its defaults: a row a runtime, a column a workload; a
   * reason where it can't.
   */
  public Table cells() {
    List<TaskRuntime> all = runtimes.all();
    var table =
        Table.create(
            "cells", StringColumn.create("runtime", all.stream().map(TaskRuntime::name).toList()));
    for (Workload workload : Workload.CATALOG.all()) {
      table.addColumns(
          StringColumn.create(workload.name(), all.stream().map(r -> cell(r, workload)).toList()));
    }
    return table;
  }

  private static String cell(TaskRuntime runtime, Workload workload) {
    return runtime.refusal(workload, Values.defaults(runtime.settings())).orElse("yes");
  }

  /** A workload's parameters: default, range, meaning. */
  public Table parameters(Workload workload) {
    var all = workload.values().parameters();
    return Table.create(
        workload.name(),
        StringColumn.create("parameter", all.stream().map(p -> p.name()).toList()),
        StringColumn.create(
            "value", all.stream().map(p -> workload.values().text(p.name())).toList()),
        StringColumn.create("may be", all.stream().map(p -> p.range()).toList()),
        StringColumn.create("meaning", all.stream().map(p -> p.about()).toList()));
  }

  /** An experiment with a workload: name the runtimes with {@code on(…)}, then {@code run()} it. */
  public Experiment<Results> experiment(Workload workload) {
    return new Experiment<>(workload, runtimes, home.runs(), progress.get(), Results::open)
        .patience(patience);
  }

  /** {@link Experiment#patience} of every experiment from now on; none at first. */
  public void patience(Duration inAll) {
    patience = inAll;
  }

  /**
   * Programs whose point is how they end, each with what its compiler or runtime says: a row a
   * case.
   *
   * @param folder under lib/native: {@code asyncio} crosses the colours of functions, {@code swap}
   *     runs one task's source on each Rust runtime
   * @throws InvalidInput when there are none, or their toolchain is missing
   */
  public Table cases(String folder) throws InterruptedException {
    try {
      var cases = new Cases(home, folder).run();
      var table = Table.create(folder);
      cases.stream()
          .flatMap(c -> c.keySet().stream())
          .distinct()
          .forEach(
              name ->
                  table.addColumns(
                      StringColumn.create(
                          name, cases.stream().map(c -> c.getOrDefault(name, "")).toList())));
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A sweep on the simulated machine: {@code sweep(mesh).vary("policy", "go").vary("cores", 1,
   * 64).run()}.
   */
  public Sweep<Results> sweep(Workload workload) {
    return new Sweep<>(workload, home.runs(), progress.get(), Results::open);
  }

  /**
   * Apache Spark for a sweep: {@code sweep(…).on(lab.spark("spark://host:7077"))}. The first time
   * fetches it, with Maven.
   *
   * @param master {@code local[*]}, {@code local[n]} or {@code spark://host:port}
   * @throws InvalidInput when it is none of these
   */
  public SparkEngine spark(String master) {
    return new SparkEngine(home, master, Map.of());
  }

  /** The same with settings of Spark's own, such as {@code spark.executor.memory}. */
  public SparkEngine spark(String master, Map<String, String> settings) {
    return new SparkEngine(home, master, settings);
  }

  /**
   * The simulated counterparts of every live trial of a run, to be run and compared: {@code
   * observed.predictions(lab.predict(observed, "this-machine").run())}. A simulation needs no
   * warm-up, and each round of it is another schedule.
   *
   * @param costs as {@link io.interleave.runtime.Simulation#costs} takes them
   */
  public Experiment<Results> predict(Results observed, String costs) {
    return Counterparts.of(observed, costs, this);
  }

  /** Every JMH micro-benchmark: what one operation of it is, and its parameters. */
  public Table benchmarks() {
    List<Micro> all = Micro.all();
    return Table.create(
        "benchmarks",
        StringColumn.create("benchmark", all.stream().map(Micro::name).toList()),
        StringColumn.create("what it measures", all.stream().map(Micro::measures).toList()),
        StringColumn.create("parameters", all.stream().map(Micro::parameterText).toList()));
  }

  /**
   * Micro-benchmarks to be run: {@code benchmark("Queue").run()} gives their table.
   *
   * @param names classes ({@code Queue}) or single ones ({@code Queue.offerPoll})
   * @throws InvalidInput when there is no benchmark of a name, naming those there are
   */
  public BenchmarkRun benchmark(String... names) {
    return new BenchmarkRun(List.of(names), progress.get());
  }

  /**
   * What things cost, a row a number, with the benchmarks that gave it.
   *
   * @param name as {@link Simulation#costs} takes it: a preset, a file, {@code this-machine}
   */
  public Table costs(String name) {
    var costs = Simulation.costs(name).numbers();
    return Table.create(
        "costs of " + name,
        StringColumn.create("number", List.copyOf(costs.keySet())),
        LongColumn.create("value", costs.values().stream().mapToLong(v -> v).toArray()),
        StringColumn.create(
            "from", costs.keySet().stream().map(n -> Calibrations.source(name, n)).toList()));
  }

  /**
   * What things cost on this machine, to be measured: {@code calibration().run("mine")} writes
   * data/calibration/mine.json, and {@code costs=this-machine} is the newest.
   */
  public Calibration calibration() {
    return new Calibration(home.calibrations(), progress.get());
  }

  /**
   * Adds a scheduling policy that is given as source: {@code live:<name>/<representation>} are
   * runtimes from now on, {@code mine} being the name of a class {@code MinePolicy}. Their forks
   * compile nothing: it is compiled here.
   *
   * @return its name
   * @throws InvalidInput when it doesn't compile
   */
  public String policy(String source) {
    var policy = PolicySource.compile(source, home.path().resolve("target/policies"));
    runtimes = runtimes.with(policy);
    return policy.name();
  }

  /**
   * The live machine in this JVM, to look inside: {@code lab.inProcess("go/stackless").run(mesh)}.
   * Its figures are not to be compared with those of an experiment, whose forks have a process of
   * their own.
   *
   * @throws InvalidInput when there is no such policy or representation
   */
  public InProcess inProcess(String name) {
    return InProcess.named(name);
  }

  /** The same with a policy of your own, such as one written in a cell. */
  public InProcess inProcess(String name, Supplier<? extends Policy<?>> policy) {
    return InProcess.of("in-process:" + name, policy);
  }

  /**
   * A folder for drawings of your own, under target/; the committed ones are drawn by {@code make
   * figures} from data/ alone.
   */
  public Path figures(String name) {
    return home.path().resolve("target/figures").resolve(name);
  }

  /** The names of all recorded runs, oldest first. */
  public List<String> runs() {
    if (!Files.isDirectory(home.runs())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(home.runs())) {
      return folders
          .map(RunFolder::new)
          .filter(RunFolder::exists)
          .sorted(java.util.Comparator.comparing(Interleave::begun))
          .map(RunFolder::name)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String begun(RunFolder folder) {
    return folder.manifest().path("sessions").path(0).path("started").asString("");
  }

  /**
   * A recorded run, by its name or its folder.
   *
   * @throws InvalidInput when there is none, naming those there are
   */
  public Results results(String name) {
    for (Path path : List.of(home.runs().resolve(name), Path.of(name))) {
      var folder = new RunFolder(path);
      if (folder.exists()) {
        return Results.open(folder);
      }
    }
    var known = String.join(", ", runs());
    throw new InvalidInput(
        "no run '%s': there %s".formatted(name, known.isEmpty() ? "is none yet" : "are " + known));
  }
}
