package io.interleave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hand-shakes that lose no wake-up and no task, on the memory model of the machine at hand:
 * jcstress runs them (lib/src/jcstress) in a process of its own. Each has a weaker variant, the
 * canary, in which the loss must be seen: otherwise the check would prove nothing.
 */
class HandShakesTest {
  private static final List<String> NAMES =
      List.of(
          "machine.ParkUnpark",
          "policy.IdleSearching",
          "queue.StealAgainstPushPop",
          "task.MailboxWake",
          "task.RoomForSenders");

  private static final int MORE = 10; // runs of those that lack something

  @TempDir Path folder;

  private record Count(long samples, long forbidden) {}

  @Test
  @Timeout(300)
  void holdAndTheirWeakerVariantsAreCaught() throws Exception {
    check(100_000, "-f 1 -iters 1 -time 300 -sc false -jvmArgs -XX:+UseParallelGC");
  }

  /** With each of jcstress's JVM modes: interpreted, C1, C2, and mixed. */
  @Test
  @Tag("stress")
  @Timeout(3600)
  void holdInTenMillionSamplesEach() throws Exception {
    check(10_000_000, "-f 1 -iters 1 -time 1000");
  }

  private void check(long least, String settings) throws Exception {
    var counts = run(".*", settings);
    for (int again = 0; again < MORE && !lacking(counts, least).isEmpty(); again++) {
      counts = run(String.join("|", lacking(counts, least)), settings);
    }
    for (String name : NAMES) {
      Count real = count(counts, name + ".Real");
      assertThat(real.samples).as("samples of %s", name).isGreaterThanOrEqualTo(least);
      assertThat(real.forbidden).as("forbidden outcomes of %s", name).isZero();
      Count canary = count(counts, name + ".Canary");
      assertThat(canary.forbidden).as("forbidden outcomes of %s's canary", name).isPositive();
    }
    assertThat(counts).as("tests that are not named here").hasSize(2 * NAMES.size());
  }

  /**
   * Those with too few samples, and the canaries not caught yet: on a busy machine the two actors
   * seldom run at the same time.
   */
  private static List<String> lacking(Map<String, Count> counts, long least) {
    var real = NAMES.stream().map(n -> n + ".Real").filter(n -> count(counts, n).samples < least);
    var canaries =
        NAMES.stream().map(n -> n + ".Canary").filter(n -> count(counts, n).forbidden == 0);
    return Stream.concat(real, canaries).toList();
  }

  private static Count count(Map<String, Count> counts, String name) {
    return counts.getOrDefault("io.interleave." + name, new Count(0, 0));
  }

  /** What all runs in this folder have counted. */
  private Map<String, Count> run(String tests, String settings)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of(settings.split(" ", -1)));
    arguments.addAll(List.of("-t", tests));
    Process child = start(arguments);
    try {
      int status = child.waitFor();
      assertThat(status).as("its output ends with: %s", tail()).isZero();
    } finally {
      end(child);
    }
    var counts = new HashMap<String, Count>();
    for (String line : Files.readAllLines(folder.resolve("counts"))) {
      String[] words = line.split(" ", -1);
      counts.put(words[0], new Count(Long.parseLong(words[1]), Long.parseLong(words[2])));
    }
    return counts;
  }

  private Process start(List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(classes() + File.pathSeparator + System.getProperty("java.class.path"));
    command.add("io.interleave.JcstressMain");
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** Beside the tests' own. */
  private static Path classes() {
    var tests = HandShakesTest.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(tests.getPath()).resolveSibling("jcstress-classes");
  }

  private String tail() throws IOException {
    var lines = Files.readAllLines(folder.resolve("output"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** Its forks too, however the test ends. */
  private static void end(Process child) {
    var forks = child.descendants().toList();
    child.destroyForcibly();
    forks.forEach(ProcessHandle::destroyForcibly);
  }

  /** As when this JVM is killed: then nobody is left to end it. */
  @Test
  @Timeout(60)
  void theirProcessesEndWithTheirParent() throws Exception {
    Process child = start(List.of("-time", "60000"));
    try {
      while (child.descendants().findAny().isEmpty() && child.isAlive()) {
        Thread.sleep(50);
      }
      var forks = child.descendants().toList();
      child.getOutputStream().close();
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      for (ProcessHandle fork : forks) {
        fork.onExit().get(10, TimeUnit.SECONDS);
      }
    } finally {
      end(child);
    }
  }
}
