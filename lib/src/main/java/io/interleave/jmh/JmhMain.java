package io.interleave.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * JMH's own main with three differences: it runs all benchmarks again and again, so that forks of
 * different ones take turns; the results follow its log on standard output; and it ends, with its
 * forks, when standard input does. So whatever happens to who started it (an interrupt, a kill),
 * nothing goes on.
 *
 * <p>JMH runs in a process of its own because in a kernel it would give its forks the kernel's
 * class path and flags.
 */
public final class JmhMain {
  /** The line between the log and the results, which are JMH's JSON. */
  static final String RESULTS = "# Results";

  private static final int FAILED = 1;
  private static final int CANCELLED = 130;

  private JmhMain() {}

  /**
   * Takes the number of turns, and JMH's command line; exit status 0, 1 when a benchmark failed,
   * 130 when cancelled.
   */
  public static void main(String[] args) throws CommandLineOptionException {
    Thread.ofPlatform().name("cancellation").daemon().start(JmhMain::haltAtEnd);
    int turns = Integer.parseInt(args[0]);
    var options = new CommandLineOptions(Arrays.copyOfRange(args, 1, args.length));
    var results = new ArrayList<RunResult>();
    try {
      for (int turn = 0; turn < turns; turn++) {
        results.addAll(new Runner(options).run());
      }
      System.out.println(RESULTS);
      ResultFormatFactory.getInstance(ResultFormatType.JSON, System.out).writeOut(results);
      System.out.flush();
    } catch (RunnerException e) {
      System.err.println(e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void haltAtEnd() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is expected.
      }
    } catch (IOException e) {
      // The same as its end.
    }
    // A fork that starts just now finds nobody to report to, and ends by itself.
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(CANCELLED);
  }
}
