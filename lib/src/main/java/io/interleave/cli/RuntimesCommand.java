package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.runtime.TaskRuntime;
import io.interleave.table.TextTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "runtimes",
    description = "Lists the runtimes: what is here, what is missing and how to get it.",
    mixinStandardHelpOptions = true)
final class RuntimesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "one JSON array")
  private boolean json;

  @Override
  public Integer call() {
    var lab = Interleave.open();
    if (json) {
      Json.print(lab.allRuntimes().stream().map(RuntimesCommand::fields).toList());
    } else {
      System.out.println(TextTable.text(lab.runtimes()));
    }
    return 0;
  }

  private static Map<String, Object> fields(TaskRuntime runtime) {
    var availability = runtime.availability();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", runtime.name());
    fields.put("title", runtime.title());
    fields.put("kind", runtime.kind());
    fields.put("version", availability.here() ? availability.version() : null);
    fields.put("available", availability.here());
    fields.put("missing", availability.here() ? null : availability.missing());
    fields.put("settings", runtime.settings().stream().map(Json::parameter).toList());
    return fields;
  }
}
