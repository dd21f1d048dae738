package io.interleave;

import io.interleave.jmh.BenchmarkRun;
import io.interleave.jmh.Calibration;
import io.interleave.policy.Policy;
import io.interleave.run.Experiment;
import io.interleave.run.Progress;
import io.interleave.run.SparkEngine;
import io.interleave.run.Sweep;
import io.interleave.runtime.Home;
import io.interleave.runtime.InProcess;
import io.interleave.runtime.PolicySource;
import io.interleave.runtime.Runtimes;
import io.interleave.runtime.Simulation;
import io.interleave.runtime.TaskRuntime;
import io.interleave.table.Results;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
  private final Recorded recorded;
  private volatile Runtimes runtimes;
  private volatile Duration patience = Duration.ZERO;

  private Interleave(Home home) {
    this.home = home;
    recorded = new Recorded(home.runs());
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
    return Listings.runtimes(runtimes.all());
  }

  /** The runtimes themselves, for those who want more than a table of them. */
  public List<TaskRuntime> allRuntimes() {
    return runtimes.all();
  }

  /** Every workload with what it is for. */
  public Table workloads() {
    return Listings.workloads();
  }

  /**
   * Which runtime runs which workload, at its defaults: a row a runtime, a column a workload; a
   * reason where it can't.
   */
  public Table cells() {
    return Listings.cells(runtimes.all());
  }

  /** A workload's parameters: default, range, meaning. */
  public Table parameters(Workload workload) {
    return Listings.parameters(workload);
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
    return Listings.cases(home, folder);
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
    return Listings.benchmarks();
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
    return Listings.costs(name);
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
    return recorded.names();
  }

  /**
   * A recorded run, by its name or its folder.
   *
   * @throws InvalidInput when there is none, naming those there are
   */
  public Results results(String name) {
    return recorded.named(name);
  }
}
