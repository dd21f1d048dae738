package io.interleave.jmh;

import io.interleave.run.Progress;
import io.interleave.runtime.ChildLines;
import io.interleave.runtime.Classpath;
import io.interleave.runtime.Representation;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * Micro-benchmarks to be run by JMH in fresh processes, in turns: a fork of each, and another of
 * each, so that what slows the machine down for a while slows all. As it stands a benchmark takes
 * some seconds a row: three forks, each 3 + 5 iterations of 200 ms. A figure to be quoted needs
 * more forks.
 */
public final class BenchmarkRun {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * What every fork gets: no collector and no heap, so the JVM's own choice; what live machines
   * get; the rest only keeps the library and JMH from being refused something or warned of it.
   */
  private static final String FORK_FLAGS =
      "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED "
          + String.join(" ", Representation.FLAGS);

  private String title;
  private final List<Micro> benchmarks;
  private final Progress progress;
  private final Map<String, List<String>> instead = new LinkedHashMap<>();
  private int forks = 3;
  private int warmup = 3;
  private int iterations = 5;
  private int milliseconds = 200;

  /**
   * Nothing runs yet.
   *
   * @param names of classes ({@code Queue}) or single benchmarks ({@code Queue.offerPoll})
   * @param progress hears how it gets on
   * @throws InvalidInput when there is no benchmark of a name, naming those there are
   */
  public BenchmarkRun(List<String> names, Progress progress) {
    this.title = "JMH " + String.join(", ", names);
    this.benchmarks = Micro.named(names);
    this.progress = progress;
  }

  /** How progress calls it, instead of by its benchmarks. */
  public BenchmarkRun titled(String words) {
    title = words;
    return this;
  }

  /** Fresh processes a benchmark; an interval needs 6. */
  public BenchmarkRun forks(int n) {
    forks = positive("forks", n);
    return this;
  }

  /** Iterations that each fork runs and discards; 0 for none. */
  public BenchmarkRun warmup(int n) {
    warmup = n == 0 ? 0 : positive("warmup", n);
    return this;
  }

  /** Iterations that each fork times. */
  public BenchmarkRun iterations(int n) {
    iterations = positive("iterations", n);
    return this;
  }

  /** How long an iteration is, warm-up or timed. */
  public BenchmarkRun milliseconds(int ms) {
    milliseconds = positive("milliseconds", ms);
    return this;
  }

  /** A rough look: one fork, 2 + 3 iterations of 100 ms. */
  public BenchmarkRun quick() {
    return forks(1).warmup(2).iterations(3).milliseconds(100);
  }

  /**
   * Other values of a parameter: {@code vary("policy", "tokio")}.
   *
   * @throws InvalidInput when no benchmark of this run has it, or no value is given
   */
  public BenchmarkRun vary(String parameter, String... values) {
    var known = benchmarks.stream().flatMap(b -> b.parameters().keySet().stream()).toList();
    if (!known.contains(parameter) || values.length == 0) {
      throw new InvalidInput(
          "%s=%s: expected values of one of %s"
              .formatted(
                  parameter,
                  String.join(",", values),
                  String.join(", ", known.stream().distinct().sorted().toList())));
    }
    instead.put(parameter, List.of(values));
    return this;
  }

  /** A benchmark failed, or JMH did. */
  public static final class Failed extends IllegalStateException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  private static int positive(String name, int n) {
    if (n < 1) {
      throw new InvalidInput("%s=%d: expected 1 or more".formatted(name, n));
    }
    return n;
  }

  /**
   * Runs them and gives one row a benchmark and combination of parameters: score, low, high, and
   * what these two are (an interval of the forks, or a range); unit {@code ns/op}.
   *
   * @throws InterruptedException when interrupted: neither JMH nor a fork of it is left
   * @throws Failed when a benchmark failed; the message says which, and why
   */
  public Table run() throws InterruptedException {
    return scores().table();
  }

  /** The same with every fork's own score. */
  Scores scores() throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command()).start();
      try {
        return Scores.read(results(process));
      } finally {
        end(process);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String results(Process process) throws InterruptedException {
    int rows = benchmarks.stream().mapToInt(b -> b.combinations(instead)).sum();
    var log = new JmhLog(title, rows, forks, warmup, iterations, progress);
    var lines = new ChildLines(process);
    StringBuilder json = null;
    while (!lines.ended()) {
      String line = lines.next(PATIENCE);
      if (line != null && json != null) {
        json.append(line).append('\n');
      } else if (line != null && line.equals(JmhMain.RESULTS)) {
        json = new StringBuilder();
      } else if (line != null) {
        log.hear(line);
      }
    }
    if (process.waitFor() != 0 || json == null) {
      String failure = log.failure();
      throw new Failed(failure == null ? "JMH gave no results" + lines.lastErrors() : failure);
    }
    return json.toString();
  }

  /** Package-private for its test, which ends its standard input. */
  List<String> command() {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-Djmh.ignoreLock=true"); // another's run is no reason to fail
    command.addAll(List.of("-cp", Classpath.forFork(), JmhMain.class.getName()));
    command.add("" + forks);
    command.addAll(List.of("-f", "1", "-wi", "" + warmup, "-i", "" + iterations));
    command.addAll(List.of("-w", milliseconds + "ms", "-r", milliseconds + "ms", "-foe", "true"));
    command.addAll(List.of("-to", "1m", "-jvmArgs", FORK_FLAGS));
    instead.forEach(
        (p, values) -> command.addAll(List.of("-p", p + "=" + String.join(",", values))));
    benchmarks.forEach(b -> command.add(b.pattern()));
    return command;
  }

  /** Its forks are looked up first: they are nobody's children when it is gone. */
  private static void end(Process process) {
    var forks = process.descendants().toList();
    process.destroyForcibly();
    forks.forEach(ProcessHandle::destroyForcibly);
  }
}
