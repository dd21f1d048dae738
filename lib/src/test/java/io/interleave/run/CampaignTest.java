package io.interleave.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.Fake;
import io.interleave.table.Results;
import io.interleave.workload.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CampaignTest {
  @TempDir Path runs;

  private Experiment<Results> experiment(Progress progress) {
    return new Experiment<>(Fake.MESH, Fake.runtimes(), runs, progress, Results::open)
        .warmup(1)
        .iterations(2)
        .named("one");
  }

  private Experiment<Results> experiment() {
    return experiment(Progress.SILENT);
  }

  @Test
  void everyPassHoldsEachTrialOnceInAnOrderThatTheSeedGives() {
    var plan = experiment().vary("inFlight", 1, 2, 3, 4).on("fake").forks(5);
    var order = plan.campaign().order();
    for (int pass = 0; pass < 5; pass++) {
      int at = pass;
      assertThat(order.subList(pass * 4, pass * 4 + 4))
          .allMatch(t -> t.fork() == at)
          .doesNotHaveDuplicates();
    }
    assertThat(plan.campaign().order()).isEqualTo(order);
    assertThat(plan.seed(43).campaign().order()).isNotEqualTo(order);
  }

  @Test
  void tablesStandInThePlansOrderWhateverRanFirst() throws Exception {
    var plan = experiment().vary("inFlight", 5, 1, 4, 2, 3).on("fake").forks(2);
    assertThat(plan.campaign().order().getFirst().trial().workload().values().number("inFlight"))
        .as("what runs first is not the plan's first")
        .isNotEqualTo(5);
    var results = plan.run();
    assertThat(results.summary().stringColumn("inFlight").asList())
        .containsExactly("5", "1", "4", "2", "3");
    assertThat(results.samples().longColumn("inFlight").asList().stream().distinct())
        .containsExactly(5L, 1L, 4L, 2L, 3L);
    assertThat(results.trials()).allMatch(t -> t.forks().size() == 2);
  }

  @Test
  void recordsPhasesFiguresAndTheManifest() throws Exception {
    var results = experiment().on("fake").forks(2).run();
    assertThat(results.forks()).hasSize(2).allMatch(f -> f.outcome().equals("ok"));
    assertThat(results.forks().getFirst().rounds())
        .extracting(ForkRecord.RoundRecord::phase)
        .containsExactly("cold", "timed", "timed");
    var manifest = new RunFolder(runs.resolve("one")).manifest();
    assertThat(manifest.path("complete").asBoolean()).isTrue();
    assertThat(manifest.path("sha256").path("forks.jsonl").asString())
        .isEqualTo(new RunFolder(runs.resolve("one")).checksum());
    assertThat(manifest.path("sessions").path(0).path("host").path("processors").asInt())
        .isPositive();
  }

  @Test
  void aDnfIsRecordedWithItsReasonAndTheRestGoesOn() throws Exception {
    var results = experiment().on("fake mood=wrong", "fake", "fake mood=crash").forks(1).run();
    assertThat(results.forks())
        .extracting(f -> f.label() + ": " + f.outcome() + ": " + f.reason())
        .containsExactlyInAnyOrder(
            "fake: ok: null",
            "fake mood=wrong: dnf: wrong answer: e7725aeac851e359 instead of e7725aeac851e358",
            "fake mood=crash: dnf: ended before it was done (killed by signal 11); its last words: no more ideas");
  }

  @Test
  void whatCannotBeRunIsSaidInTheTableAndNeverStarted() throws Exception {
    var mesh = Fake.MESH.with("message", "fresh");
    var results = experiment().with(mesh, "fake").on("fake").forks(1).run();
    assertThat(results.forks())
        .extracting(ForkRecord::outcome)
        .containsExactlyInAnyOrder("n/a", "ok");
    assertThat(results.summary().stringColumn("outcome").asList())
        .contains("n/a: message=fresh is not applicable: there are no messages in a loop");
  }

  @Test
  void aKilledRunGoesOnWhereItWasAndMeasuresNothingTwice() throws Exception {
    var begun = new AtomicInteger();
    Progress killer =
        (_, ended) -> {
          if (ended != null && begun.incrementAndGet() == 3) {
            throw new IllegalStateException("killed");
          }
        };
    assertThatThrownBy(() -> experiment(killer).vary("inFlight", 1, 2).on("fake").forks(3).run())
        .hasMessage("killed");
    Path file = runs.resolve("one/forks.jsonl");
    var before = Files.readAllLines(file);
    assertThat(before).hasSize(3);
    Files.writeString(file, "{\"key\":\"cut off in the mid", StandardOpenOption.APPEND);
    assertThat(new RunFolder(runs.resolve("one")).forks()).hasSize(3);

    var measured = new ArrayList<String>();
    Progress counting =
        (_, ended) -> {
          if (ended != null) {
            measured.add(ended.key());
          }
        };
    var results = experiment(counting).vary("inFlight", 1, 2).on("fake").forks(3).run();
    assertThat(measured).hasSize(3);
    assertThat(results.forks()).extracting(ForkRecord::key).hasSize(6).doesNotHaveDuplicates();
    assertThat(Files.readAllLines(file).subList(0, 3)).isEqualTo(before);
    assertThat(new RunFolder(runs.resolve("one")).manifest().path("sessions")).hasSize(2);

    measured.clear();
    experiment(counting).vary("inFlight", 1, 2).on("fake").forks(3).run();
    assertThat(measured).as("a whole run is only read").isEmpty();
  }

  @Test
  void aBrokenLineInTheMiddleIsNamedNotSkipped() throws Exception {
    experiment().on("fake").forks(1).run();
    Path file = runs.resolve("one/forks.jsonl");
    Files.writeString(file, "nonsense\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Results.open(new RunFolder(runs.resolve("one"))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("forks.jsonl, line 2: not a fork's record");
  }

  @Test
  void progressNeverGoesBack() throws Exception {
    var totals = new ArrayList<Double>();
    experiment((state, _) -> totals.add(state.total())).on("fake").forks(2).run();
    assertThat(totals).isSorted().endsWith(1.0);
  }

  @Test
  void plansThatCannotBeRightAreRefused() {
    var refused =
        List.<Runnable>of(
            () -> experiment().on("fake level=0"),
            () -> experiment().on("fake colour=red"),
            () -> experiment().on("fake level"),
            () -> experiment().on("fake").forks(0).campaign(),
            () -> experiment().on("fake", "fake").campaign(),
            () -> experiment().on("fake").vary("inFlight", 1),
            () -> experiment().campaign(),
            () -> experiment().named("../up"),
            () -> experiment().iterations(0).on("fake"));
    IntStream.range(0, refused.size())
        .forEach(
            i ->
                assertThatThrownBy(() -> refused.get(i).run())
                    .as("plan %d", i)
                    .isInstanceOf(InvalidInput.class));
  }
}
