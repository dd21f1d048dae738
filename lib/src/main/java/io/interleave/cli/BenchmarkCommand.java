package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.jmh.BenchmarkRun;
import io.interleave.table.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@Command(
    name = "benchmark",
    description = {
      "Runs JMH micro-benchmarks of the library's own parts in fresh processes; without a name, lists them.",
      "Some seconds a row as it stands; the score is the median of the forks.",
      "",
      "Example: interleave benchmark Queue Switch.live --vary policy=tokio --forks 10"
    },
    mixinStandardHelpOptions = true)
final class BenchmarkCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Queue, or Queue.offerPoll")
  private List<String> names = List.of();

  @Option(names = "--quick", description = "a rough look: 1 fork, 2 + 3 iterations of 100 ms")
  private boolean quick;

  @Option(names = "--forks", description = "fresh processes a row; default: 3")
  private @Nullable Integer forks;

  @Option(names = "--warmup", description = "iterations to discard; default: 3")
  private @Nullable Integer warmup;

  @Option(names = "--iterations", description = "iterations to time; default: 5")
  private @Nullable Integer iterations;

  @Option(names = "--milliseconds", description = "of each iteration; default: 200")
  private @Nullable Integer milliseconds;

  @Option(
      names = "--vary",
      paramLabel = "NAME=V1,V2,…",
      description = "other values of a benchmark's parameter")
  private Map<String, String> vary = new LinkedHashMap<>();

  @Option(names = "--json", description = "one JSON array, an object a row")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Interleave.tellProgress(TerminalProgress::new);
    var lab = Interleave.open();
    Table table;
    try {
      table =
          names.isEmpty()
              ? lab.benchmarks()
              : set(lab.benchmark(names.toArray(String[]::new))).run();
    } catch (BenchmarkRun.Failed e) {
      System.err.println("interleave: " + e.getMessage());
      return 1;
    }
    if (json) {
      Json.print(table.stream().map(BenchmarkCommand::fields).toList());
    } else {
      System.out.println(TextTable.text(table));
    }
    return 0;
  }

  private BenchmarkRun set(BenchmarkRun run) {
    if (quick) {
      run.quick();
    }
    if (forks != null) {
      run.forks(forks);
    }
    if (warmup != null) {
      run.warmup(warmup);
    }
    if (iterations != null) {
      run.iterations(iterations);
    }
    if (milliseconds != null) {
      run.milliseconds(milliseconds);
    }
    vary.forEach((name, values) -> run.vary(name, values.split(",")));
    return run;
  }

  private static Map<String, Object> fields(Row row) {
    var fields = new LinkedHashMap<String, Object>();
    IntStream.range(0, row.columnCount())
        .forEach(i -> fields.put(row.columnNames().get(i), row.getObject(i)));
    return fields;
  }
}
