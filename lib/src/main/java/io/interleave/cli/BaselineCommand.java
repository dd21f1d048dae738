package io.interleave.cli;

import io.interleave.run.Baseline;
import io.interleave.runtime.Home;
import io.interleave.runtime.Runtimes;
import io.interleave.table.Interval;
import io.interleave.table.TextTable;
import io.interleave.table.Unit;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

@Command(
    name = "baseline",
    description = {
      "Sets each runtime against a bare program of the same mesh in the same language (lib/native/baseline), interleaved:",
      "what the contract costs, and what recording costs. Ratios are the runtime's throughput to the bare program's."
    },
    mixinStandardHelpOptions = true)
final class BaselineCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUNTIME",
      arity = "1..*",
      description = "go, tokio, …: those with a folder under lib/native/baseline")
  private List<String> names = List.of();

  @Option(names = "--forks", defaultValue = "30", description = "passes; default: ${DEFAULT-VALUE}")
  private int forks;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "actors, messages, inFlight, mailbox, payload or seed")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--json", description = "one JSON array of the ratios, a pass each")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var home = Home.find();
    var runtimes = Runtimes.of(home);
    ActorMesh mesh = new ActorMesh();
    for (var entry : set.entrySet()) {
      mesh = mesh.with(entry.getKey(), entry.getValue());
    }
    var rows = new ArrayList<Row>();
    for (String name : names) {
      var runtime = runtimes.named(name);
      String missing = runtime.availability().missing();
      if (missing.isEmpty()) {
        rows.add(
            new Row(name, new Baseline(home, runtime, mesh).measure(forks, System.err::println)));
      } else {
        System.err.printf("%s is missing: %s%n", name, missing);
      }
    }
    if (rows.isEmpty()) {
      throw new InvalidInput("none of them is here: " + String.join(", ", names));
    }
    if (json) {
      Json.print(rows);
    } else {
      System.out.println(TextTable.text(table(rows)));
    }
    return 0;
  }

  /** Messages a second of each variant, a map a pass. */
  private record Row(String runtime, List<Map<String, Double>> passes) {}

  private static Table table(List<Row> rows) {
    var table = Table.create("baseline", StringColumn.create("runtime"));
    for (String record : Baseline.RECORDS) {
      table.addColumns(StringColumn.create("record=" + record + " ÷ bare"));
    }
    table.addColumns(StringColumn.create("all ÷ off"), StringColumn.create("64 ÷ off"));
    for (Row row : rows) {
      var line = table.appendRow();
      line.setString("runtime", row.runtime());
      Baseline.RECORDS.forEach(
          r -> line.setString("record=" + r + " ÷ bare", ratio(row.passes(), r, "bare")));
      line.setString("all ÷ off", ratio(row.passes(), "all", "off"));
      line.setString("64 ÷ off", ratio(row.passes(), "64", "off"));
    }
    return table;
  }

  private static String ratio(List<Map<String, Double>> passes, String a, String b) {
    return Interval.ofRatio(figures(passes, a), figures(passes, b)).format(Unit.RATIO);
  }

  private static double[] figures(List<Map<String, Double>> passes, String which) {
    return passes.stream().mapToDouble(p -> p.getOrDefault(which, Double.NaN)).toArray();
  }
}
