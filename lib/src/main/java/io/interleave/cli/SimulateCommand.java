package io.interleave.cli;

import io.interleave.machine.Deadlock;
import io.interleave.run.Host;
import io.interleave.runtime.Calibrations;
import io.interleave.runtime.Simulation;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulate",
    description =
        "Runs one workload on a simulated machine, in virtual time. The same seed gives the same trace.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--policy",
      required = true,
      description = "such as tokio, go, smol, fifo, fork-join, thread-per-core")
  private String policy;

  @Option(
      names = "--tasks",
      paramLabel = "REPRESENTATION",
      defaultValue = "stackless",
      description = "stackless or stackful; default: ${DEFAULT-VALUE}")
  private String tasks;

  @Option(
      names = "--cores",
      required = true,
      description = "virtual cores, a worker each: 1 to 65536")
  private int cores;

  @Option(
      names = "--costs",
      defaultValue = "default",
      description =
          "what things cost: a JSON file, this-machine (the newest calibration), or default, none, go, tokio, jdk, epyc-7763 (64 cores), uv-2000 (1,024); NAME,lineNs=0 changes one number of it; default: ${DEFAULT-VALUE}")
  private String costs;

  @Option(
      names = "--workload",
      defaultValue = "actor-mesh",
      description = "default: ${DEFAULT-VALUE}")
  private String workload;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "a parameter of the workload, or a constant of the policy; may be repeated")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "of the machine's chance; the workload's own is --set seed=N; default: ${DEFAULT-VALUE}")
  private String seed;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (cores < 1 || cores > Simulation.MOST_CORES) {
      throw new InvalidInput(
          "--cores=%d: expected 1 to %d".formatted(cores, Simulation.MOST_CORES));
    }
    Workload chosen = Workload.CATALOG.named(workload);
    var settings = new LinkedHashMap<String, String>(Map.of("costs", costs));
    var constants = Simulation.constants(policy);
    for (var entry : set.entrySet()) {
      if (constants.contains(entry.getKey())) {
        settings.put(entry.getKey(), entry.getValue());
      } else if (chosen.values().has(entry.getKey())) {
        chosen = chosen.with(entry.getKey(), entry.getValue());
      } else {
        throw new InvalidInput(
            "no parameter '%s': %s has %s; the policy %s has %s"
                .formatted(
                    entry.getKey(),
                    chosen.name(),
                    chosen.values().names(),
                    policy,
                    String.join(", ", constants)));
      }
    }
    chosen.check();
    warnOfAnotherMachine();
    var simulation = Simulation.named("%s/%s@%d".formatted(policy, tasks, cores), settings);
    try {
      print(fields(simulation, chosen, simulation.run(chosen, seed(), null)));
      return 0;
    } catch (Deadlock e) {
      System.err.println("interleave: deadlock: " + e.getMessage());
      return 1;
    }
  }

  /** Allowed: that is what simulation is for. */
  private void warnOfAnotherMachine() {
    Object here = Host.fingerprint().get("cpu");
    Calibrations.processor(costs)
        .filter(there -> !there.equals(here))
        .ifPresent(
            there ->
                System.err.printf(
                    "interleave: the costs were measured on another machine (%s)%n", there));
  }

  private long seed() {
    try {
      return Long.parseUnsignedLong(seed);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "--seed=%s: expected an unsigned 64-bit number (0 … 18446744073709551615)"
              .formatted(seed));
    }
  }

  private Map<String, Object> fields(
      Simulation simulation, Workload workload, Simulation.Seen seen) {
    var round = seen.round();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("runtime", simulation.name());
    fields.put("workload", workload.name());
    fields.put("parameters", workload.values().json());
    fields.put("costs", simulation.costs().name());
    fields.put("seed", seed);
    fields.put("answer", "%016x".formatted(round.answer()));
    fields.put("deliveries", round.deliveries());
    fields.put("throughput_per_s", round.deliveries() * 1e9 / Math.max(1, round.elapsedNs()));
    fields.put("latency_ns", latency(round.histograms()));
    fields.put("elapsed_ns", round.elapsedNs());
    fields.put("start_ns", round.startNs());
    fields.put("events", seen.events());
    fields.put("events_per_s", seen.events() * 1e9 / Math.max(1, seen.realNs()));
    fields.put("trace_hash", "%016x".formatted(seen.traceHash()));
    fields.put("counters", seen.counters());
    return fields;
  }

  /** Of a token in the open loop; of a hop before the first retirement, or in the drain, else. */
  private static @Nullable Map<String, Long> latency(Map<String, Histogram> histograms) {
    for (String name : new String[] {"token", "hop", "hop_drain"}) {
      var histogram = histograms.get(name);
      if (histogram != null) {
        var latency = new LinkedHashMap<String, Long>();
        latency.put("p50", histogram.getValueAtPercentile(50));
        latency.put("p90", histogram.getValueAtPercentile(90));
        latency.put("p99", histogram.getValueAtPercentile(99));
        latency.put("p99_9", histogram.getValueAtPercentile(99.9));
        latency.put("max", histogram.getMaxValue());
        latency.put("count", histogram.getTotalCount());
        return latency;
      }
    }
    return null;
  }

  private void print(Map<String, Object> fields) {
    if (json) {
      Json.print(fields);
      return;
    }
    print("", fields);
    System.out.println("All times are virtual but that of events_per_s.");
  }

  private static void print(String prefix, Map<?, ?> fields) {
    fields.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map) {
            print(prefix + name + ".", map);
          } else if (value instanceof Double number) {
            System.out.printf(Locale.ROOT, "%-28s %,.0f%n", prefix + name, number);
          } else if (value != null) {
            System.out.printf(Locale.ROOT, "%-28s %s%n", prefix + name, value);
          }
        });
  }
}
