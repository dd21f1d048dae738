package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.run.Experiment;
import io.interleave.table.Results;
import io.interleave.table.TextTable;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = {
      "Runs a workload on several runtimes in interleaved order, records it under data/runs, and prints the summary.",
      "",
      "Killed, it goes on where it was when called again with the same --name.",
      "Example: interleave run --on go --on tokio --on 'jdk-virtual mailbox-impl=lockfree' --vary inFlight=1,100,10000 --forks 10"
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--on",
      required = true,
      paramLabel = "RUNTIME",
      description =
          "a runtime, with settings if need be: 'jdk-virtual mailbox-impl=lockfree'; may be repeated")
  private List<String> on;

  @Option(
      names = "--workload",
      defaultValue = "actor-mesh",
      description = "default: ${DEFAULT-VALUE}")
  private String workload;

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a parameter of the workload")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--vary",
      paramLabel = "NAME=V1,V2,…",
      description = "a parameter with several values, one trial each")
  private Map<String, String> vary = new LinkedHashMap<>();

  @Option(
      names = "--forks",
      defaultValue = "3",
      description = "fresh processes a trial; default: ${DEFAULT-VALUE}")
  private int forks;

  @Option(names = "--warmup", description = "rounds to discard; default: the workload's own")
  private @Nullable Integer warmup;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "rounds to time; default: ${DEFAULT-VALUE}")
  private int iterations;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "of the order; default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--limit",
      defaultValue = "1800",
      description = "seconds one fork may take; default: ${DEFAULT-VALUE}")
  private long limit;

  @Option(
      names = "--patience",
      defaultValue = "0",
      description =
          "seconds in all to wait for a quiet machine, and to measure again what others disturbed; default: ${DEFAULT-VALUE}")
  private long patience;

  @Option(
      names = "--name",
      defaultValue = "",
      description = "of the recorded run; one of that name is continued")
  private String name;

  @Override
  public Integer call() throws InterruptedException {
    Interleave.tellProgress(TerminalProgress::new);
    Results results = experiment().run();
    System.out.println(TextTable.text(results.summary()));
    System.out.println("recorded as " + results.name());
    return results.forks().stream().anyMatch(f -> f.outcome().equals("dnf")) ? 1 : 0;
  }

  private Experiment<Results> experiment() {
    Workload run = Workload.CATALOG.named(workload);
    for (var entry : set.entrySet()) {
      run = run.with(entry.getKey(), entry.getValue());
    }
    var experiment =
        Interleave.open()
            .experiment(run)
            .forks(forks)
            .iterations(iterations)
            .seed(seed)
            .limit(Duration.ofSeconds(limit))
            .patience(Duration.ofSeconds(patience));
    if (warmup != null) {
      experiment.warmup(warmup);
    }
    if (!name.isEmpty()) {
      experiment.named(name);
    }
    vary.forEach((parameter, values) -> experiment.vary(parameter, numbers(parameter, values)));
    return experiment.on(on.toArray(String[]::new));
  }

  private static long[] numbers(String parameter, String values) {
    try {
      return Arrays.stream(values.split(","))
          .mapToLong(v -> Long.parseLong(v.replace("_", "")))
          .toArray();
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "--vary %s=%s: expected whole numbers separated by commas".formatted(parameter, values));
    }
  }
}
