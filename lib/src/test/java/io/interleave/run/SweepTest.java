package io.interleave.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.runtime.Fork;
import io.interleave.runtime.Home;
import io.interleave.table.Results;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SweepTest {
  private static final ActorMesh SMALL = new ActorMesh().actors(200).messages(4_000);

  @TempDir Path runs;

  private Sweep<Results> sweep(Workload workload, Progress progress) {
    return new Sweep<>(workload, runs, progress, Results::open);
  }

  /** 2 × 2 × 2 trials of 3 seeds. */
  private Sweep<Results> small(String name, Progress progress) {
    return sweep(SMALL, progress)
        .vary("policy", "go", "tokio")
        .vary("cores", 1, 4)
        .vary("inFlight", 10, 50)
        .seeds(3)
        .named(name);
  }

  private Sweep<Results> small(String name) {
    return small(name, Progress.SILENT);
  }

  private List<ForkRecord> told(String name) {
    return SweptRecords.withoutTimes(runs.resolve(name));
  }

  @Test
  void everyCombinationHasItsSeedsAsForks() throws Exception {
    var results = small("a").seed(7).run();
    assertThat(results.trials()).hasSize(8).allMatch(t -> t.forks().size() == 3);
    assertThat(results.forks()).allMatch(f -> f.outcome().equals("ok"));
    assertThat(results.forks().subList(0, 6))
        .extracting(
            f ->
                f.runtime()
                    + " "
                    + f.parameters().get("inFlight")
                    + " "
                    + f.notes().get("schedule"))
        .containsExactly(
            "sim:go/stackless@1 10 seed 7, one more each round",
            "sim:go/stackless@1 10 seed 8, one more each round",
            "sim:go/stackless@1 10 seed 9, one more each round",
            "sim:go/stackless@1 50 seed 7, one more each round",
            "sim:go/stackless@1 50 seed 8, one more each round",
            "sim:go/stackless@1 50 seed 9, one more each round");
    assertThat(results.summary().stringColumn("runtime").asList())
        .contains("sim:go/stackless@1 schedule=7", "sim:tokio/stackless@4 schedule=7");
    assertThat(results.samples().doubleColumn("hop_p99_ns").countMissing()).isZero();
  }

  @Test
  void theSameSweepGivesTheSameRecordsWhoeverIsFaster() throws Exception {
    small("a").on(new LocalCores(1)).run();
    small("b").on(new LocalCores(7)).run();
    assertThat(told("a")).hasSize(24).isEqualTo(told("b"));
    assertThat(told("a").stream().filter(f -> f.runtime().endsWith("@4")))
        .as("with more than one core, chance has a say")
        .extracting(f -> f.rounds().getFirst().metrics())
        .doesNotHaveDuplicates();
  }

  @Test
  void aPointIsWhatAForkOfItsOwnWouldHaveGiven() throws Exception {
    small("a").run();
    var swept = new RunFolder(runs.resolve("a")).forks().getFirst();
    var trial = small("a").campaign().trials().getFirst();
    var forked = new Measurement(trial, 0, Fork.Limits.DEFAULT).run((_, _) -> {});
    assertThat(forked.key()).isEqualTo(swept.key());
    assertThat(forked.rounds().toString()).isEqualTo(swept.rounds().toString());
    assertThat(forked.notes()).isEqualTo(swept.notes());
    assertThat(forked.settings().toString()).isEqualTo(swept.settings().toString());
  }

  @Test
  void aPointSpelledOutIsTheSamePoint() throws Exception {
    var costs = Files.writeString(runs.resolve("slow.json"), "{\"messageNs\": 1000}");
    var plan =
        sweep(SMALL.work(3), Progress.SILENT)
            .vary("policy", "tokio")
            .vary("tasks", "stackful")
            .vary("cores", 3)
            .vary("costs", costs.toString())
            .vary("lifoSlot", "false")
            .seeds(2)
            .campaign();
    var point = SweepRun.points(plan).getLast();
    var spelled = point.spelled();
    Files.delete(costs);
    assertThat(spelled.point().key()).isEqualTo(point.key());
    assertThat(SweptRecords.withoutTimes(spelled.point().simulate()))
        .isEqualTo(SweptRecords.withoutTimes(point.simulate()));
  }

  @Test
  void whatFailsIsARecordAndTheRestGoesOn() throws Exception {
    var results =
        sweep(SMALL.mailbox(1), Progress.SILENT)
            .vary("policy", "go")
            .vary("cores", 2)
            .vary("actors", 1, 200)
            .vary("inFlight", 3)
            .run();
    assertThat(results.forks())
        .extracting(f -> f.outcome() + ": " + f.reason())
        .containsExactly(
            "dnf: deadlock: all of 2 workers sleep, no timer is set, and 1 tasks are not done: 0 of 3 tokens were retired",
            "ok: null");
  }

  @Test
  void aSweepThatFailedMidwayGoesOnAndComputesNothingTwice() throws Exception {
    small("whole").run();
    Progress killer =
        (state, _) -> {
          if (state.done() == 5) {
            throw new IllegalStateException("killed");
          }
        };
    assertThatThrownBy(() -> small("a", killer).on(new LocalCores(1)).run()).hasMessage("killed");
    Path file = runs.resolve("a/forks.jsonl");
    assertThat(Files.readAllLines(file)).hasSize(5);
    Files.writeString(file, "{\"key\":\"cut off in the mid", StandardOpenOption.APPEND);
    var states = new ArrayList<Progress.State>();
    small("a", (state, _) -> states.add(state)).run();
    assertThat(states.getFirst().done()).isEqualTo(5);
    assertThat(states).extracting(Progress.State::total).isSorted().endsWith(1.0);
    assertThat(told("a")).isEqualTo(told("whole"));
    states.clear();
    var before = Files.readString(file);
    small("a", (state, _) -> states.add(state)).run();
    assertThat(states).as("a whole sweep is only read").isEmpty();
    assertThat(Files.readString(file)).isEqualTo(before);
    var manifest = new RunFolder(runs.resolve("a")).manifest();
    assertThat(manifest.path("complete").asBoolean()).isTrue();
    assertThat(manifest.path("sessions")).hasSize(2);
    assertThat(manifest.path("sha256").path("forks.jsonl").asString())
        .isEqualTo(new RunFolder(runs.resolve("a")).checksum());
  }

  @Test
  void aLargerPlanOfTheSameNameKeepsWhatThereIs() throws Exception {
    var first = small("a").run().forks();
    small("a").vary("cores", 1, 2, 4).seeds(4).run();
    assertThat(told("a")).hasSize(48).extracting(ForkRecord::key).doesNotHaveDuplicates();
    assertThat(told("a").stream().map(ForkRecord::key).toList())
        .as("in the new plan's order")
        .isEqualTo(
            SweepRun.points(small("a").vary("cores", 1, 2, 4).seeds(4).campaign()).stream()
                .map(Point::key)
                .toList());
    assertThat(Results.open(new RunFolder(runs.resolve("a"))).forks()).containsAll(first);
  }

  /** {@code kill -9}, at a moment when some points are there and others under way. */
  @Test
  void aKilledProcessLosesNothingThatWasWritten() throws Exception {
    var mesh = new ActorMesh().messages(200_000);
    var sweep = sweep(mesh, Progress.SILENT).vary("policy", "go", "smol").vary("cores", 2, 8);
    sweep.seeds(20).named("whole").run();
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.interleave.cli.Main", "sweep", "--set", "messages=200000"));
    command.addAll(List.of("--vary", "policy=go,smol", "--vary", "cores=2,8"));
    command.addAll(List.of("--seeds", "20", "--name", "killed"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("INTERLEAVE_RUNS", runs.toString());
    builder.environment().put("INTERLEAVE_HOME", Home.find().path().toString());
    var child = builder.redirectOutput(runs.resolve("killed.log").toFile()).start();
    try {
      Path file = runs.resolve("killed/forks.jsonl");
      while (child.isAlive() && (!Files.exists(file) || Files.size(file) < 20_000)) {
        Thread.sleep(5);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    var folder = new RunFolder(runs.resolve("killed"));
    assertThat(folder.manifest().path("complete").asBoolean()).isFalse();
    var kept = folder.forks();
    assertThat(kept).hasSizeBetween(1, 79);
    sweep.named("killed").run();
    assertThat(told("killed")).isEqualTo(told("whole"));
    assertThat(folder.forks()).as("kept, with their times").containsAll(kept);
  }

  @Test
  void anInterruptEndsAllSimulationsAndKeepsWhatThereIs() throws Exception {
    var begun = new CountDownLatch(1);
    var seen = new AtomicReference<Throwable>();
    var sweep =
        sweep(new ActorMesh(), (state, _) -> begun.countDown())
            .vary("policy", "go")
            .vary("cores", 16)
            .seeds(500)
            .named("a");
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    sweep.run();
                  } catch (InterruptedException | RuntimeException e) {
                    seen.set(e);
                  }
                });
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(200);
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    for (Thread simulating : Thread.getAllStackTraces().keySet()) {
      if (simulating.getName().startsWith("sweep-")) {
        assertThat(simulating.join(Duration.ofSeconds(10))).isTrue();
      }
    }
    assertThat(new RunFolder(runs.resolve("a")).forks()).hasSizeLessThan(500);
  }

  @Test
  void pointsOfOtherCostsAreNotMixedUnderOneName() throws IOException, InterruptedException {
    var costs = Files.writeString(runs.resolve("mine.json"), "{\"messageNs\": 1000}");
    small("a").vary("costs", costs.toString()).run();
    Files.writeString(costs, "{\"messageNs\": 2000}");
    assertThatThrownBy(() -> small("a").vary("costs", costs.toString()).run())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("mine.json has changed): choose another name");
  }

  @Test
  void aMeasuredRunIsNoSweepAndTwoAtOnceAreOneTooMany() throws Exception {
    Files.createDirectories(runs.resolve("measured"));
    Files.writeString(runs.resolve("measured/manifest.json"), "{\"run\": \"measured\"}");
    assertThatThrownBy(() -> small("measured").run())
        .isInstanceOf(InvalidInput.class)
        .hasMessage("measured is a run that was measured, not a sweep: choose another name");
    try (var _ = new RunFolder(runs.resolve("a")).lock()) {
      assertThatThrownBy(() -> small("a").run())
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("somebody else is at this run");
    }
    assertThat(small("a").run().forks()).hasSize(24);
  }

  @Test
  void plansThatCannotBeRightAreRefusedBeforeAnythingIsWritten() {
    var refused =
        List.<Runnable>of(
            () -> sweep(SMALL, Progress.SILENT).vary("policy", "go").campaign(),
            () -> sweep(SMALL, Progress.SILENT).vary("cores", 2).campaign(),
            () -> small("a").vary("policy", "nobody").campaign(),
            () -> small("a").vary("cores", 0).campaign(),
            () -> small("a").vary("tasks", "virtual").campaign(),
            () -> SweepRun.points(small("a").vary("costs", "cray").campaign()),
            () -> small("a").vary("colour", "red").campaign(),
            () -> small("a").vary("heap", 16).campaign(),
            () -> small("a").vary("lifoSlot", "false").campaign(),
            () -> small("a").vary("inFlight").campaign(),
            () -> small("a").vary("inFlight", "").campaign(),
            () -> small("a").vary("inFlight", 1, 1).campaign(),
            () -> small("a").seeds(0),
            () -> small("../up"),
            () -> new LocalCores(0));
    for (int i = 0; i < refused.size(); i++) {
      assertThatThrownBy(refused.get(i)::run)
          .as("plan %d", i)
          .isInstanceOf(InvalidInput.class)
          .message()
          .doesNotContain("\n");
    }
    assertThat(runs).isEmptyDirectory();
  }
}
