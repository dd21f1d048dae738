package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.table.TextTable;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "workloads",
    description = "Lists the workloads, or one's parameters with their ranges.",
    mixinStandardHelpOptions = true)
final class WorkloadsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "WORKLOAD", arity = "0..1", description = "show this one's parameters")
  private String workload = "";

  @Option(names = "--json", description = "one JSON array")
  private boolean json;

  @Option(names = "--cells", description = "which runtime runs which workload, or why not")
  private boolean cells;

  @Override
  public Integer call() {
    var lab = Interleave.open();
    if (cells) {
      System.out.println(TextTable.text(lab.cells()));
    } else if (json) {
      Json.print(
          (workload.isEmpty() ? Workload.CATALOG.all() : List.of(Workload.CATALOG.named(workload)))
              .stream().map(WorkloadsCommand::fields).toList());
    } else {
      System.out.println(
          TextTable.text(
              workload.isEmpty()
                  ? lab.workloads()
                  : lab.parameters(Workload.CATALOG.named(workload))));
    }
    return 0;
  }

  private static Map<String, Object> fields(Workload workload) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", workload.name());
    fields.put("about", workload.about());
    fields.put("warmup", workload.warmup());
    fields.put("parameters", workload.values().parameters().stream().map(Json::parameter).toList());
    return fields;
  }
}
