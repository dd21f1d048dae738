package io.interleave.jmh;

import io.interleave.run.Progress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What JMH 1.37 prints while it runs ({@code TextReportFormat}), heard as progress. */
final class JmhLog {
  private static final Pattern BENCHMARK = Pattern.compile("# Benchmark: (.*)");
  private static final Pattern PARAMETERS = Pattern.compile("# Parameters: \\((.*)\\)");
  private static final Pattern FORK = Pattern.compile("# Fork: (\\d+) of \\d+");
  private static final Pattern ITERATION =
      Pattern.compile("(# Warmup )?Iteration +(\\d+): .*"); // complete when it has ended

  private final String title;
  private final int forks;
  private final int warmup;
  private final int iterations;
  private final Progress progress;
  private final long started = System.nanoTime();
  private String label = "";
  private int fork;
  private int done;
  private boolean failed;
  private @Nullable String failure;

  /**
   * Hears a run's log.
   *
   * @param forks in all, of all benchmarks and parameters
   */
  JmhLog(String title, int forks, int warmup, int iterations, Progress progress) {
    this.title = title;
    this.forks = forks;
    this.warmup = warmup;
    this.iterations = iterations;
    this.progress = progress;
  }

  void hear(String line) {
    if (failed && failure == null && !line.isBlank()) {
      failure = line.strip();
    }
    failed |= line.strip().endsWith("<failure>");
    Matcher matcher;
    if ((matcher = BENCHMARK.matcher(line)).matches()) {
      label = Micro.shortened(matcher.group(1));
    } else if ((matcher = PARAMETERS.matcher(line)).matches()) {
      label += " " + matcher.group(1).replace(" = ", "=").replace(",", "");
    } else if ((matcher = FORK.matcher(line)).matches()) {
      fork = Integer.parseInt(matcher.group(1)) - 1;
      tell(0);
    } else if ((matcher = ITERATION.matcher(line)).matches()) {
      int round = Integer.parseInt(matcher.group(2)) + (matcher.group(1) == null ? warmup : 0);
      if (round == warmup + iterations) {
        done++;
        round = 0;
      }
      tell(round);
    }
  }

  private void tell(int round) {
    progress.update(
        new Progress.State(
            title,
            done,
            forks,
            label,
            fork,
            round,
            warmup + iterations,
            0,
            System.nanoTime() - started),
        null);
  }

  /** What a benchmark threw, after its name; null when none did. */
  @Nullable String failure() {
    return failure == null ? null : label + ": " + failure;
  }
}
