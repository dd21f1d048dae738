package io.interleave;

import io.interleave.jmh.Micro;
import io.interleave.runtime.Calibrations;
import io.interleave.runtime.Cases;
import io.interleave.runtime.Home;
import io.interleave.runtime.Simulation;
import io.interleave.runtime.TaskRuntime;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What there is in a laboratory, as tables; {@link Interleave} says of each what it tells. */
final class Listings {
  private Listings() {}

  static Table runtimes(List<TaskRuntime> all) {
    return Table.create(
        "runtimes",
        StringColumn.create("runtime", all.stream().map(TaskRuntime::name).toList()),
        StringColumn.create("what it is", all.stream().map(TaskRuntime::title).toList()),
        StringColumn.create("kind", all.stream().map(TaskRuntime::kind).toList()),
        StringColumn.create("version", all.stream().map(r -> r.availability().version()).toList()),
        StringColumn.create("missing", all.stream().map(r -> r.availability().missing()).toList()),
        StringColumn.create("settings", all.stream().map(Listings::settings).toList()));
  }

  private static String settings(TaskRuntime runtime) {
    return runtime.settings().stream().map(p -> p.name()).collect(Collectors.joining(", "));
  }

  static Table workloads() {
    List<Workload> all = Workload.CATALOG.all();
    return Table.create(
        "workloads",
        StringColumn.create("workload", all.stream().map(Workload::name).toList()),
        StringColumn.create("what it does", all.stream().map(Workload::about).toList()),
        StringColumn.create("parameters", all.stream().map(w -> w.values().names()).toList()));
  }

  static Table cells(List<TaskRuntime> all) {
    var names = all.stream().map(TaskRuntime::name).toList();
    var table = Table.create("cells", StringColumn.create("runtime", names));
    for (Workload workload : Workload.CATALOG.all()) {
      var column = all.stream().map(r -> cell(r, workload)).toList();
      table.addColumns(StringColumn.create(workload.name(), column));
    }
    return table;
  }

  private static String cell(TaskRuntime runtime, Workload workload) {
    return runtime.refusal(workload, Values.defaults(runtime.settings())).orElse("yes");
  }

  static Table parameters(Workload workload) {
    var all = workload.values().parameters();
    return Table.create(
        workload.name(),
        StringColumn.create("parameter", all.stream().map(p -> p.name()).toList()),
        StringColumn.create(
            "value", all.stream().map(p -> workload.values().text(p.name())).toList()),
        StringColumn.create("may be", all.stream().map(p -> p.range()).toList()),
        StringColumn.create("meaning", all.stream().map(p -> p.about()).toList()));
  }

  static Table cases(Home home, String folder) throws InterruptedException {
    try {
      var cases = new Cases(home, folder).run();
      var table = Table.create(folder);
      for (String name : cases.stream().flatMap(c -> c.keySet().stream()).distinct().toList()) {
        var column = cases.stream().map(c -> c.getOrDefault(name, "")).toList();
        table.addColumns(StringColumn.create(name, column));
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Table benchmarks() {
    List<Micro> all = Micro.all();
    return Table.create(
        "benchmarks",
        StringColumn.create("benchmark", all.stream().map(Micro::name).toList()),
        StringColumn.create("what it measures", all.stream().map(Micro::measures).toList()),
        StringColumn.create("parameters", all.stream().map(Micro::parameterText).toList()));
  }

  static Table costs(String name) {
    var costs = Simulation.costs(name).numbers();
    return Table.create(
        "costs of " + name,
        StringColumn.create("number", List.copyOf(costs.keySet())),
        LongColumn.create("value", costs.values().stream().mapToLong(v -> v).toArray()),
        StringColumn.create(
            "from", costs.keySet().stream().map(n -> Calibrations.source(name, n)).toList()));
  }
}
