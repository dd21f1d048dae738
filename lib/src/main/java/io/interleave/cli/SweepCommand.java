package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.run.LocalCores;
import io.interleave.run.SparkEngine;
import io.interleave.run.Sweep;
import io.interleave.table.Results;
import io.interleave.table.TextTable;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sweep",
    description = {
      "Simulates every combination of values, on all cores of this machine, and records it under data/runs like a measured run: in virtual time.",
      "",
      "Killed, it goes on where it was when called again with the same --name. The same sweep gives the same records, times and host apart.",
      "Example: interleave sweep --vary policy=go,tokio --vary cores=1,4,16,64 --vary inFlight=1,100,10000 --seeds 10"
    },
    mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
  private static final int ROWS = 200; // of a summary: more is for a notebook

  @Option(
      names = "--vary",
      paramLabel = "NAME=V1,V2,…",
      description =
          "several values: of policy, cores, tasks (stackless, stackful), costs, a parameter of the workload or a constant of the policy")
  private Map<String, String> vary = new LinkedHashMap<>();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "one value of the same; policy and cores are needed either way")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--workload",
      defaultValue = "actor-mesh",
      description = "default: ${DEFAULT-VALUE}")
  private String workload;

  @Option(
      names = "--seeds",
      defaultValue = "1",
      description = "points of each combination, which are its forks; default: ${DEFAULT-VALUE}")
  private int seeds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "the first of them, of the machine's chance; the workload's own is --set seed=N; default: ${DEFAULT-VALUE}")
  private String seed;

  @Option(names = "--threads", description = "simulations at once; default: one a processor")
  private @Nullable Integer threads;

  @Option(
      names = "--spark",
      arity = "0..1",
      fallbackValue = "local[*]",
      paramLabel = "MASTER",
      description =
          "on Apache Spark (fetched the first time, with Maven): local[*], local[n] or spark://host:port; alone: local[*]")
  private @Nullable String spark;

  @Option(
      names = "--spark-conf",
      paramLabel = "NAME=VALUE",
      description = "a setting of Spark's, such as spark.executor.memory=4g; may be repeated")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Option(
      names = "--name",
      defaultValue = "",
      description = "of the recorded run; one of that name is continued")
  private String name;

  @Override
  public Integer call() throws InterruptedException {
    Interleave.tellProgress(TerminalProgress::new);
    Results results;
    try {
      results = sweep().run();
    } catch (UncheckedIOException e) {
      System.err.println(
          "interleave: %s (what was computed is kept: call again with the same --name)"
              .formatted(Objects.requireNonNull(e.getCause()).getMessage()));
      return 1;
    }
    if (results.trials().size() <= ROWS) {
      System.out.println(TextTable.text(results.summary()));
    }
    long unfinished = results.forks().stream().filter(f -> f.outcome().equals("dnf")).count();
    System.out.printf(
        "%,d points, %,d of them did not finish; all times are virtual%n",
        results.forks().size(), unfinished);
    System.out.println("recorded as " + results.name());
    return unfinished > 0 ? 1 : 0;
  }

  private Sweep<Results> sweep() {
    var lab = Interleave.open();
    var sweep = lab.sweep(Workload.CATALOG.named(workload)).seeds(seeds).seed(first()).named(name);
    engine(lab, sweep);
    vary.forEach((parameter, values) -> sweep.vary(parameter, (Object[]) values.split(",", -1)));
    set.forEach(
        (parameter, value) -> {
          if (vary.containsKey(parameter)) {
            throw new InvalidInput(
                "%s stands in --set and in --vary: leave one out".formatted(parameter));
          }
          sweep.vary(parameter, value);
        });
    return sweep;
  }

  private void engine(Interleave lab, Sweep<Results> sweep) {
    if (spark == null && !conf.isEmpty()) {
      throw new InvalidInput("--spark-conf needs --spark");
    }
    if (spark != null && threads != null) {
      throw new InvalidInput(
          "--threads=%d: on Spark they are --spark 'local[%d]'".formatted(threads, threads));
    }
    if (threads != null) {
      sweep.on(new LocalCores(threads));
    }
    if (spark != null) {
      SparkEngine engine = lab.spark(spark, conf);
      if (!engine.isBuilt()) {
        System.err.println("building the module for Spark, which fetches Spark …");
      }
      sweep.on(engine);
    }
  }

  private long first() {
    try {
      return Long.parseUnsignedLong(seed);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "--seed=%s: expected an unsigned 64-bit number (0 … 18446744073709551615)"
              .formatted(seed));
    }
  }
}
