package io.interleave.cli;

import io.interleave.runtime.Home;
import io.interleave.runtime.Runtimes;
import io.interleave.runtime.TaskRuntime;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "build",
    description =
        "Builds the native runtimes whose toolchain is here and whose sources changed; names those it can't.",
    mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUNTIME", arity = "0..*", description = "only these; default: all")
  private List<String> names = List.of();

  @Override
  public Integer call() throws InterruptedException {
    var runtimes = Runtimes.of(Home.find());
    int failed = 0;
    for (TaskRuntime runtime :
        names.isEmpty() ? runtimes.all() : names.stream().map(runtimes::named).toList()) {
      if (!runtime.availability().here()) {
        System.err.printf("%s is missing: %s%n", runtime.name(), runtime.availability().missing());
        continue;
      }
      try {
        runtime.prepare();
      } catch (IOException e) {
        System.err.println(e.getMessage());
        failed++;
      }
    }
    return failed == 0 ? 0 : 1;
  }
}
