package io.interleave.run;

import io.interleave.runtime.BareProgram;
import io.interleave.runtime.Fork;
import io.interleave.runtime.Home;
import io.interleave.runtime.TaskRuntime;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The yardstick: a runtime against a bare program of the same mesh in the same language, which has
 * no contract, no progress, no watchdog and no recording. It says what our own machinery costs, and
 * so what part of a figure is not the runtime's.
 *
 * @param home the project
 * @param runtime what is measured
 * @param mesh the workload
 */
public record Baseline(Home home, TaskRuntime runtime, ActorMesh mesh) {
  /** What {@code record} is set to, one after the other. */
  public static final List<String> RECORDS = List.of("off", "64", "all");

  // Short turns: on a shared machine the speed changes within seconds, and must not change within a
  // pass.
  private static final int WARMUP = 2;
  private static final int ITERATIONS = 2;

  /**
   * Messages a second of {@code bare}, {@code off}, {@code 64} and {@code all}, one map a pass;
   * each is the median of a fresh process's timed rounds, and the order within a pass is shuffled.
   */
  public List<Map<String, Double>> measure(int passes, Consumer<String> progress)
      throws IOException, InterruptedException {
    runtime.prepare();
    var bare = new BareProgram(home, runtime.name());
    bare.prepare();
    var measured = new ArrayList<Map<String, Double>>();
    var order = new ArrayList<>(List.of("bare", "off", "64", "all"));
    var random = new Random(42);
    for (int pass = 0; pass < passes; pass++) {
      Collections.shuffle(order, random);
      var figures = new LinkedHashMap<String, Double>();
      for (String which : order) {
        figures.put(
            which,
            which.equals("bare")
                ? median(bare.elapsedNs(mesh, WARMUP, ITERATIONS))
                : recorded(which));
      }
      measured.add(figures);
      progress.accept("%s, pass %d of %d: %s".formatted(runtime.name(), pass + 1, passes, figures));
    }
    return measured;
  }

  private double recorded(String record) throws IOException, InterruptedException {
    var trial =
        new Trial(
            mesh.record(record), runtime, Values.defaults(runtime.settings()), WARMUP, ITERATIONS);
    ForkRecord fork = new Measurement(trial, 0, Fork.Limits.DEFAULT).run((_, _) -> {});
    if (!fork.outcome().equals("ok")) {
      throw new IOException("%s: %s: %s".formatted(runtime.name(), fork.outcome(), fork.reason()));
    }
    return median(
        fork.rounds().stream()
            .filter(r -> r.phase().equals("timed"))
            .mapToLong(r -> r.metrics().getOrDefault("elapsed_ns", 0).longValue())
            .toArray());
  }

  private double median(long[] elapsedNs) {
    Arrays.sort(elapsedNs);
    return mesh.deliveries()
        * 2e9
        / (elapsedNs[(elapsedNs.length - 1) / 2] + elapsedNs[elapsedNs.length / 2]);
  }
}
