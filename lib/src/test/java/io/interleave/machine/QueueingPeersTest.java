package io.interleave.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link QueueingModel} beside SSJ and SimPy, in turns: {@code make queueing}. 10,000 tasks think
 * for as long as 10,000 services take, so nearly all of them have an event pending and both servers
 * are busy. Services completed a second of real time are printed.
 */
@Tag("stress")
@Timeout(300)
class QueueingPeersTest {
  private static final int TASKS = 10_000;
  private static final double THINK = 10_000;
  private static final int ROUNDS = 7;
  private static final long WARM_UP = 50_000; // completions
  private static final Path MODEL = Path.of("lib", "src", "test", "python");
  private static final Path SIMPY = Path.of("target", "simpy");

  private record Seen(long completions, double simulated, double seconds) {
    double perSecond() {
      return completions / seconds;
    }
  }

  private interface Model {
    double run(long completions);
  }

  private static Seen seen(Model model, long completions) {
    double began = model.run(WARM_UP);
    long before = System.nanoTime();
    double simulated = model.run(completions) - began;
    return new Seen(completions, simulated, (System.nanoTime() - before) / 1e9);
  }

  private static String python(String... arguments) throws Exception {
    var own = Path.of(".env", "bin", "python");
    var command = new ArrayList<String>();
    command.add(Files.isExecutable(own) ? own.toString() : "python3");
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PYTHONPATH", SIMPY.toString());
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return output;
  }

  private static Seen simpy(long completions) throws Exception {
    var output =
        python(
            MODEL.resolve("queueing_model.py").toString(),
            TASKS + "",
            THINK + "",
            WARM_UP + "",
            completions + "");
    return JsonMapper.shared().readValue(output, Seen.class);
  }

  private static double median(List<Seen> rounds) {
    return rounds.stream().map(Seen::perSecond).sorted().toList().get(rounds.size() / 2);
  }

  private static double report(String name, List<Seen> rounds) {
    var all = new LongSummaryStatistics();
    rounds.forEach(round -> all.accept((long) round.perSecond()));
    System.out.printf(
        "%-10s %,12.0f completions/s   least %,12d   most %,12d   of %d rounds%n",
        name, median(rounds), all.getMin(), all.getMax(), rounds.size());
    return median(rounds);
  }

  @Test
  void itIsFiftyTimesSimPyAndAheadOfSsj() throws Exception {
    if (!Files.isDirectory(SIMPY)) {
      python(
          "-m",
          "pip",
          "install",
          "-q",
          "--target",
          SIMPY.toString(),
          "--require-hashes",
          "-r",
          MODEL.resolve("simpy.txt").toString());
    }
    var ours = new ArrayList<Seen>();
    var ssj = new ArrayList<Seen>();
    var simpy = new ArrayList<Seen>();
    for (int round = -1; round < ROUNDS; round++) { // one to warm up
      ours.add(seen(new QueueingModel(TASKS, THINK, round)::run, 5_000_000));
      ssj.add(seen(new SsjQueueingModel(TASKS, THINK, round)::run, 1_000_000));
      simpy.add(simpy(100_000));
    }
    for (var rounds : List.of(ours, ssj, simpy)) {
      rounds.removeFirst();
    }
    assertThat(ours.getFirst().simulated / ours.getFirst().completions)
        .as("mean services a completion")
        .isCloseTo(ssj.getFirst().simulated / ssj.getFirst().completions, within(0.25));
    double own = report("interleave", ours);
    double ahead = own / report("SSJ 3.3.2", ssj);
    double times = own / report("SimPy", simpy);
    System.out.printf("%.1f × SSJ, %.0f × SimPy%n", ahead, times);
    assertThat(ahead).isGreaterThan(1);
    assertThat(times).isGreaterThan(50);
  }
}
