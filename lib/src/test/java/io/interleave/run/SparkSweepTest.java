package io.interleave.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.interleave.runtime.Home;
import io.interleave.runtime.SparkModule;
import io.interleave.table.Results;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps on Spark give what sweeps in one JVM give; skipped by name where it can't be fetched. */
@Timeout(600)
class SparkSweepTest {
  private static final Home HOME = Home.find();

  @TempDir Path runs;

  @BeforeAll
  static void sparkIsHereOrCanBeFetched() throws IOException, InterruptedException {
    try {
      new SparkModule(HOME).prepare();
    } catch (InvalidInput e) {
      abort("skipped: Spark (%s)".formatted(e.getMessage()));
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Could not")) {
        abort("skipped: Spark can't be fetched");
      }
      throw e;
    }
  }

  private Sweep<Results> sweep(String name, int messages, int seeds) {
    return new Sweep<>(new ActorMesh().messages(messages), runs, Progress.SILENT, Results::open)
        .vary("policy", "go", "tokio")
        .vary("tasks", "stackless", "stackful")
        .vary("cores", 2, 16)
        .seeds(seeds)
        .named(name);
  }

  private SparkEngine spark(String master) {
    return new SparkEngine(HOME, master, Map.of());
  }

  private List<ForkRecord> told(String name) {
    return SweptRecords.withoutTimes(runs.resolve(name));
  }

  @Test
  void inThisMachinesCoresItGivesTheSameRecordsAndGoesOnWithOthers() throws Exception {
    var costs = Files.writeString(runs.resolve("slow.json"), "{\"messageNs\": 1000}");
    sweep("local", 20_000, 4).vary("costs", costs, "epyc-7763").run();
    sweep("spark", 20_000, 2).vary("costs", costs, "epyc-7763").run();
    sweep("spark", 20_000, 4).vary("costs", costs, "epyc-7763").on(spark("local[2]")).run();
    assertThat(told("spark")).hasSize(64).isEqualTo(told("local"));
    var sessions = new RunFolder(runs.resolve("spark")).manifest().path("sessions");
    assertThat(sessions.path(1).path("engine").asString()).isEqualTo("spark local[2]");
  }

  @Test
  void aDeadlockOnAWorkerIsARecordLikeAnyOther() throws Exception {
    for (var engine : List.of(LocalCores.all(), spark("local[1]"))) {
      sweep(engine.name().replaceAll("\\W", ""), 1_000, 1)
          .vary("actors", 1)
          .vary("mailbox", 1)
          .vary("inFlight", 3)
          .on(engine)
          .run();
    }
    assertThat(told("sparklocal1"))
        .isEqualTo(told(LocalCores.all().name().replaceAll("\\W", "")))
        .allMatch(f -> String.valueOf(f.reason()).startsWith("deadlock: all of "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "cluster", "local[0]", "local[x]", "spark://", "spark://host", "yarn"})
  void whatIsNoMasterIsRefused(String master) {
    assertThatThrownBy(() -> spark(master))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "'%s' is no Spark master: expected local[*], local[n] or spark://host:port", master);
  }

  @Test
  void aMasterThatDoesNotAnswerIsToldAtOnceAndNothingIsLost() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var nobody = spark("spark://127.0.0.1:" + free);
    assertThatThrownBy(() -> sweep("a", 1_000, 1).on(nobody).run())
        .isInstanceOf(InvalidInput.class)
        .hasMessage("no Spark master answers at spark://127.0.0.1:" + free);
    assertThat(new RunFolder(runs.resolve("a")).exists()).as("begun").isFalse();
    assertThat(sweep("a", 1_000, 1).run().forks()).hasSize(8);
  }

  @Test
  void aDriverThatCannotStartIsOneLineThatNamesItsLog() {
    var odd = new SparkEngine(HOME, "local[1]", Map.of("spark.driver.port", "none"));
    assertThatThrownBy(() -> sweep("a", 1_000, 1).on(odd).run())
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Spark gave up: ")
        .hasMessageContaining("; see ")
        .message()
        .doesNotContain("\n");
  }

  /** A master and two workers on this machine: one is killed with all it runs, mid-sweep. */
  @Test
  @Tag("stress")
  void aWorkerKilledMidSweepLosesNothing() throws Exception {
    sweep("local", 200_000, 15).run();
    try (var cluster = new SparkCluster(new SparkModule(HOME).folder(), runs.resolve("cluster"))) {
      cluster.worker();
      var killed = cluster.worker();
      var watcher =
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitBytes(runs.resolve("cluster-run/forks.jsonl"), 20_000);
                    assertThat(killed.descendants()).as("it computes").isNotEmpty();
                    SparkCluster.kill(killed);
                  });
      var engine =
          new SparkEngine(
              HOME,
              cluster.master(),
              Map.of("spark.driver.host", "127.0.0.1", "spark.executor.memory", "600m"));
      sweep("cluster-run", 200_000, 15).on(engine).run();
      watcher.join();
      assertThat(killed.isAlive()).as("killed before the end").isFalse();
      assertThat(cluster.log()).contains("Removing worker");
    }
    assertThat(told("cluster-run")).hasSize(120).isEqualTo(told("local"));
  }

  /** Neither the driver nor a thread of it outlives whoever sweeps. */
  @Test
  @Tag("stress")
  void aKilledSweepTakesSparkWithItAndGoesOnLater() throws Exception {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.interleave.cli.Main", "sweep", "--spark", "local[2]"));
    command.addAll(List.of("--vary", "policy=go,tokio", "--vary", "tasks=stackless,stackful"));
    command.addAll(List.of("--vary", "cores=2,16", "--set", "messages=200000"));
    command.addAll(List.of("--seeds", "15", "--name", "killed"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("INTERLEAVE_RUNS", runs.toString());
    builder.environment().put("INTERLEAVE_HOME", HOME.path().toString());
    var child = builder.redirectOutput(runs.resolve("killed.log").toFile()).start();
    Optional<ProcessHandle> driver;
    try {
      awaitBytes(runs.resolve("killed/forks.jsonl"), 20_000);
      driver = child.children().filter(SparkSweepTest::isDriver).findFirst();
    } finally {
      child.destroyForcibly().waitFor();
    }
    driver.orElseThrow().onExit().get(30, TimeUnit.SECONDS);
    int kept = new RunFolder(runs.resolve("killed")).forks().size();
    assertThat(kept).isBetween(1, 119);
    sweep("killed", 200_000, 15).on(spark("local[2]")).run();
    sweep("local", 200_000, 15).run();
    assertThat(told("killed")).hasSize(120).isEqualTo(told("local"));
  }

  /** By its program: a command line as long as this is not told. */
  private static boolean isDriver(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  private static void awaitBytes(Path file, long bytes) {
    try {
      long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
      while (!Files.exists(file) || Files.size(file) < bytes) {
        assertThat(System.nanoTime()).as("waiting for " + file).isLessThan(patience);
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
