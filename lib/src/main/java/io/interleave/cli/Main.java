package io.interleave.cli;

import io.interleave.workload.InvalidInput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code interleave}: exit status 0 when all went well, 1 when something did not finish, 2 for a
 * call that can't be right.
 */
@Command(
    name = "interleave",
    description =
        "A laboratory for concurrency models: runs workloads on runtimes, records, tables and draws what it measured.",
    mixinStandardHelpOptions = true,
    version = "interleave 0.1.0",
    subcommands = {
      RuntimesCommand.class,
      WorkloadsCommand.class,
      TrialCommand.class,
      RunCommand.class,
      ResultsCommand.class,
      FiguresCommand.class,
      BuildCommand.class,
      BaselineCommand.class,
      BenchmarkCommand.class,
      TimelineCommand.class,
      SimulateCommand.class,
      SweepCommand.class,
      CalibrateCommand.class
    })
public final class Main {
  private Main() {}

  /** The entry point. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one call and gives its exit status. */
  static int execute(String... args) {
    var line = new CommandLine(new Main());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(
        (e, _) -> {
          String call = e.getCommandLine().getCommandSpec().qualifiedName();
          return refused(line, "%s (see %s --help)".formatted(e.getMessage(), call));
        });
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          if (e instanceof InvalidInput) {
            return refused(line, String.valueOf(e.getMessage()));
          }
          if (e instanceof InterruptedException) {
            return 130;
          }
          throw e;
        });
    return args.length == 0 ? line.execute("--help") : line.execute(args);
  }

  private static int refused(CommandLine line, String message) {
    line.getErr().println("interleave: " + message);
    return CommandLine.ExitCode.USAGE;
  }
}
