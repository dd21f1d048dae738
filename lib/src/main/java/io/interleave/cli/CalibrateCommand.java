package io.interleave.cli;

import io.interleave.Interleave;
import io.interleave.jmh.BenchmarkRun;
import io.interleave.run.Host;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "calibrate",
    description = {
      "Measures by micro-benchmarks what things cost on this machine, for simulations with costs=this-machine.",
      "About nine minutes, on a machine that does nothing else; no workload is run.",
      "It writes data/calibration/NAME.json when all is measured, and nothing when it is interrupted."
    },
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  private static final double BUSY = 0.5;

  @Option(names = "--name", description = "of the file; default: local- and the moment")
  private @Nullable String name;

  @Option(
      names = "--quick",
      description = "half a minute: one fork a benchmark, to see that it works")
  private boolean quick;

  @Override
  public Integer call() throws InterruptedException {
    Interleave.tellProgress(TerminalProgress::new);
    var calibration = Interleave.open().calibration();
    if (quick) {
      calibration.quick();
    }
    Host.load()
        .filter(load -> load > BUSY)
        .ifPresent(
            load ->
                System.err.printf(
                    Locale.ROOT,
                    "interleave: others use this machine (load %.1f): costs will come out too high%n",
                    load));
    var stamp = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    try {
      System.out.println(calibration.run(name == null ? "local-" + stamp : name));
      return 0;
    } catch (BenchmarkRun.Failed e) {
      System.err.println("interleave: " + e.getMessage());
      return 1;
    }
  }
}
