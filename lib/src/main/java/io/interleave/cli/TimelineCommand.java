package io.interleave.cli;

import io.interleave.figure.Gantt;
import io.interleave.machine.Timeline;
import io.interleave.runtime.InProcess;
import io.interleave.runtime.Simulation;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "timeline",
    description =
        "Shows who did what when inside the live or a simulated machine: a Gantt chart, and a trace for ui.perfetto.dev.",
    mixinStandardHelpOptions = true)
final class TimelineCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "POLICY/REPRESENTATION",
      description =
          "such as go/stackless or sim:go/stackless@8; `interleave runtimes` lists them as live:… and sim:…")
  private String name;

  @Option(
      names = "--workload",
      defaultValue = "actor-mesh",
      description = "default: ${DEFAULT-VALUE}")
  private String workload;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "a parameter of the workload; may be repeated")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "worker threads of the live machine; default: ${DEFAULT-VALUE}")
  private int workers;

  @Option(
      names = "--warmup",
      defaultValue = "3",
      description = "rounds before the one that is recorded; default: ${DEFAULT-VALUE}")
  private int warmup;

  @Option(
      names = "--costs",
      defaultValue = "default",
      description = "of a simulated machine: a preset or a file; default: ${DEFAULT-VALUE}")
  private String costs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of a simulated machine's chance; default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--window",
      paramLabel = "FROM,TO",
      split = ",",
      description = "microseconds to draw; default: the last 200 before the end")
  private double[] window = {};

  @Option(
      names = "--out",
      defaultValue = "target/timeline",
      description = "folder; default: ${DEFAULT-VALUE}")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Workload chosen = Workload.CATALOG.named(workload);
    for (var parameter : set.entrySet()) {
      chosen = chosen.with(parameter.getKey(), parameter.getValue());
    }
    chosen.check();
    var timeline = new Timeline().withTasks();
    if (name.startsWith(Simulation.PREFIX)) {
      Simulation.named(name, Map.of("costs", costs)).run(chosen, seed, timeline);
    } else {
      InProcess.named(name).workers(workers).warmup(warmup).run(chosen, timeline);
    }
    Files.createDirectories(out);
    timeline.savePerfetto(out.resolve("trace.json"));
    double to = window.length == 2 ? window[1] : timeline.ns() / 1e3;
    double from = window.length == 2 ? window[0] : Math.max(0, to - 200);
    new Gantt(timeline).between(from, to).draw().save(out, "gantt");
    System.out.println(timeline);
    System.out.println(out.resolve("gantt") + ".{svg,png,pdf}");
    System.out.println(out.resolve("trace.json") + ": open it at ui.perfetto.dev");
    return 0;
  }
}
