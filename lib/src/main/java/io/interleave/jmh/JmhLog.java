package io.interleave.jmh;

import io.interleave.run.Progress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What JMH 1.37 prints while it runs ({@code TextReportFormat}), heard as progress. */
final class JmhLog {
  private static final Pattern BENCHMARK = Pattern.compile("# Benchmark: (.*)");
  private static final Pattern PARAMETERS = Pattern.compile("# Parameters: \\((.*)\\)");
  private static final Pattern FORK = Pattern.compile("# Fork: 1 of 1");
  private static final Pattern ITERATION =
      Pattern.compile("(# Warmup )?Iteration +(\\d+): .*"); // complete when it has ended

  private final String title;
  private final int rows;
  private final int forks;
  private final int warmup;
  private final int iterations;
  private final Progress progress;
  private final long started = System.nanoTime();
  private String label = "";
  private int done;
  private boolean failed;
  private @Nullable String failure;

  /**
   * Hears a run's log.
   *
   * @param rows benchmarks, each with its parameters, of which each turn runs one fork
   * @param forks of each
   */
  JmhLog(String title, int rows, int forks, int warmup, int iterations, Progress progress) {
    this.title = title;
    this.rows = rows;
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
    } else if (FORK.matcher(line).matches()) {
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
            rows * forks,
            label,
            Math.min(done / rows, forks - 1),
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
