package io.interleave.cli;

import io.interleave.run.ForkRecord;
import io.interleave.run.Measurement;
import io.interleave.run.Trial;
import io.interleave.runtime.Fork;
import io.interleave.runtime.Home;
import io.interleave.runtime.Runtimes;
import io.interleave.runtime.TaskRuntime;
import io.interleave.table.Interval;
import io.interleave.table.TextTable;
import io.interleave.table.TrialResult;
import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

@Command(
    name = "trial",
    description =
        "Runs one workload on one runtime in one fresh process, and prints what it measured. Nothing is recorded.",
    mixinStandardHelpOptions = true)
final class TrialCommand implements Callable<Integer> {
  @Option(
      names = "--runtime",
      required = true,
      description = "one of those that `interleave runtimes` lists")
  private String runtime;

  @Option(
      names = "--workload",
      defaultValue = "actor-mesh",
      description = "default: ${DEFAULT-VALUE}")
  private String workload;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "a parameter of the workload (`interleave workloads actor-mesh`) or a setting of the runtime")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--warmup", description = "rounds to discard; default: the workload's own")
  private @Nullable Integer warmup;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "rounds to time; default: ${DEFAULT-VALUE}")
  private int iterations;

  @Option(
      names = "--limit",
      defaultValue = "1800",
      description = "seconds it may take; default: ${DEFAULT-VALUE}")
  private long limit;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Trial trial = trial();
    trial.refusal().ifPresent(why -> refuse(trial, why));
    var limits =
        new Fork.Limits(
            Fork.Limits.DEFAULT.hello(), Fork.Limits.DEFAULT.silence(), Duration.ofSeconds(limit));
    ForkRecord fork = new Measurement(trial, 0, limits).run((_, _) -> {});
    if (fork.outcome().equals("n/a")) {
      refuse(trial, fork.reason() + "");
    }
    if (json) {
      Json.print(fields(fork));
    } else {
      System.out.println(TextTable.text(table(fork)));
    }
    return fork.outcome().equals("ok") ? 0 : 1;
  }

  private Trial trial() {
    TaskRuntime on = Runtimes.of(Home.find()).named(runtime);
    Workload run = Workload.CATALOG.named(workload);
    Values settings = Values.defaults(on.settings());
    for (var entry : set.entrySet()) {
      if (settings.has(entry.getKey())) {
        settings = settings.with(entry.getKey(), entry.getValue());
      } else if (run.values().has(entry.getKey())) {
        run = run.with(entry.getKey(), entry.getValue());
      } else {
        throw new InvalidInput(
            "no parameter '%s': %s has %s; %s has %s"
                .formatted(
                    entry.getKey(), run.name(), run.values().names(), on.name(), settings.names()));
      }
    }
    return new Trial(run, on, settings, warmup == null ? run.warmup() : warmup, iterations);
  }

  /** Before anything is built or started: what can't be run here is a call that can't be right. */
  private static void refuse(Trial trial, String why) {
    throw new InvalidInput(trial.runtime().name() + ": " + why);
  }

  private static Map<String, Object> fields(ForkRecord fork) {
    var group = new TrialResult(List.of(fork));
    List<Interval> latency = group.latency(50, 99, 99.9);
    var quantiles = new LinkedHashMap<String, Object>();
    for (int i = 0; i < 3; i++) {
      quantiles.put(
          List.of("p50", "p99", "p99_9").get(i),
          latency.isEmpty() ? null : (long) latency.get(i).median());
    }
    quantiles.put("max", group.latencyMax().map(Double::longValue).orElse(null));
    var last = fork.rounds().isEmpty() ? null : fork.rounds().getLast();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("runtime", fork.runtime());
    fields.put("version", fork.version());
    fields.put("workload", fork.workload());
    fields.put("parameters", fork.parameters());
    fields.put("settings", fork.settings());
    fields.put("warmup", fork.warmup());
    fields.put("iterations", fork.iterations());
    fields.put("outcome", fork.outcome());
    fields.put("reason", fork.reason());
    fields.put("answer", last == null ? null : last.answer());
    fields.put("deliveries", last == null ? null : last.deliveries());
    fields.put("throughput_per_s", median(group.median("throughput_per_s")));
    fields.put("latency_ns", quantiles);
    fields.put("effective_in_flight", median(group.effectiveInFlight()));
    fields.put("peak_rss_bytes", whole(group.median("peak_rss_bytes")));
    for (String name :
        List.of(
            "idle_rss_bytes",
            "cpu_ns",
            "elapsed_ns",
            "start_ns",
            "gc_count",
            "gc_pause_ns",
            "threads",
            "allocated_bytes",
            "minor_faults",
            "involuntary_switches")) {
      fields.put(name, whole(group.median(name)));
    }
    fields.put("foreign_cpu", fork.measured().get("foreign_cpu"));
    fields.put("notes", fork.notes());
    return fields;
  }

  private static @Nullable Double median(Optional<Interval> interval) {
    return interval.map(Interval::median).orElse(null);
  }

  private static @Nullable Long whole(Optional<Interval> interval) {
    return interval.map(i -> Math.round(i.median())).orElse(null);
  }

  private static Table table(ForkRecord fork) {
    var names = StringColumn.create("figure");
    var values = StringColumn.create("value");
    flat("", fields(fork))
        .forEach(
            (name, value) -> {
              names.append(name);
              values.append(value);
            });
    return Table.create(fork.label(), names, values);
  }

  /**
   * Nested fields under dotted names, figures with their units; what was not measured is left out.
   */
  private static Map<String, String> flat(String prefix, Map<?, ?> fields) {
    var flat = new LinkedHashMap<String, String>();
    fields.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map) {
            flat.putAll(flat(prefix + key + ".", map));
          } else if (value instanceof Number number) {
            Unit unit = Unit.of(prefix.startsWith("latency_ns") ? "latency_ns" : key.toString());
            flat.put(
                prefix + key,
                unit == Unit.COUNT ? number.toString() : unit.format(number.doubleValue()));
          } else if (value != null) {
            flat.put(prefix + key, value.toString());
          }
        });
    return flat;
  }
}
