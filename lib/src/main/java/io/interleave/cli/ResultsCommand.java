package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.table.TextTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "results",
    description = "Lists the recorded runs, or prints one's summary.",
    mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", arity = "0..1", description = "name or folder of a recorded run")
  private String run = "";

  @Override
  public Integer call() {
    var lab = Interleave.open();
    if (run.isEmpty()) {
      lab.runs().forEach(System.out::println);
    } else {
      System.out.println(TextTable.text(lab.results(run).summary()));
    }
    return 0;
  }
}
