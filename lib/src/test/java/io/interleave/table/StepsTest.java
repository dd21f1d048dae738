package io.interleave.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.run.ForkRecord;
import io.interleave.run.RunFolder;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class StepsTest {
  private static final List<String> LABELS = SyntheticSteps.LABELS;

  private static Steps of(List<ForkRecord> forks, List<String> labels) {
    return Steps.of("synthetic", TrialResult.of(forks), labels);
  }

  private static void refused(List<ForkRecord> forks, List<String> labels, String... message) {
    assertThatThrownBy(() -> of(forks, labels))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContainingAll(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void eachStepSavesWhatItWasMadeToSave() {
    var gap = SyntheticSteps.steps().cpu();
    double[] saved = {30, 90, -10, 60, 30};
    for (int step = 0; step < saved.length; step++) {
      assertThat(gap.saved().get(step).median()).isCloseTo(saved[step], Offset.offset(3.0));
      assertThat(gap.shares().get(step).median()).isCloseTo(saved[step] / 2, Offset.offset(1.5));
    }
    assertThat(gap.whole().median()).isCloseTo(200, Offset.offset(10.0));
    assertThat(gap.explained().orElseThrow().median()).isCloseTo(85, Offset.offset(1.0));
    assertThat(gap.explained().orElseThrow().low()).isGreaterThan(80);
  }

  @Test
  void pairingByPassTakesOutTheNoiseOfThePass() {
    var gap = SyntheticSteps.steps().cpu();
    var rest = gap.saved().getLast();
    var first = gap.totals().getFirst();
    assertThat(first.high() - first.low()).as("unpaired").isGreaterThan(10);
    assertThat(rest.high() - rest.low()).as("paired").isLessThan(5);
  }

  @Test
  void wallTimeIsTimesTheWorkersThatRan() {
    var steps = SyntheticSteps.steps();
    for (int i = 0; i < LABELS.size(); i++) {
      double cpu = steps.cpu().totals().get(i).median();
      assertThat(steps.wall().totals().get(i).median()).isCloseTo(1.25 * cpu, Offset.offset(1e-6));
    }
  }

  @Test
  void aPassThatOneTrialDidNotFinishIsLeftOutOfAllAndTold() {
    var steps = SyntheticSteps.withDnf();
    assertThat(steps.cpu().totals()).allMatch(i -> i.n() == 9);
    assertThat(steps.cpu().shares()).allMatch(i -> i.n() == 9);
    assertThat(steps.table().stringColumn("outcome").get(2)).isEqualTo("9 of 10 ok; dnf: deadlock");
  }

  @Test
  void changesAreWhatCameAndWhatWent() {
    assertThat(SyntheticSteps.steps().changes())
        .containsExactly(
            "coop=off", "mailbox-impl=own, no coop=off", "coop=off", "waker=once", Steps.REST);
  }

  @Test
  void theTableHasARowATrialAndOneForAllNamedChanges() {
    var table = SyntheticSteps.steps().table();
    assertThat(table.rowCount()).isEqualTo(LABELS.size() + 1);
    assertThat(table.stringColumn("label").asList()).startsWith(LABELS.toArray(String[]::new));
    assertThat(table.stringColumn("saved").get(0)).isEmpty();
    assertThat(table.stringColumn("saved").get(3)).as("a cost").startsWith("-").contains(" to -");
    assertThat(table.stringColumn("changes").get(6)).isEqualTo("all named changes");
    assertThat(table.stringColumn("share of the gap").get(6)).matches("8[456].* % \\(95 %: 8.*");
    assertThat(table.columnNames()).doesNotContain("noisy");
  }

  @Test
  void withoutAGapNothingIsShared() {
    var forks = new ArrayList<ForkRecord>();
    for (int fork = 0; fork < 10; fork++) {
      forks.add(SyntheticSteps.fork("a", fork, 0, 100 + fork % 3));
      forks.add(SyntheticSteps.fork("b", fork, 0, 90));
      forks.add(SyntheticSteps.fork("c", fork, 0, 101));
    }
    var steps = of(forks, List.of("a", "b", "c"));
    assertThat(steps.cpu().whole().spansZero()).isTrue();
    assertThat(steps.cpu().explained()).isEmpty();
    assertThat(steps.table().stringColumn("share of the gap").asList())
        .containsExactly("", "no gap", "no gap", "no gap");
  }

  @Test
  void aStepThatSavesNothingIsSaidToMakeNoDifference() {
    var forks = new ArrayList<ForkRecord>();
    for (int fork = 0; fork < 10; fork++) {
      forks.add(SyntheticSteps.fork("a", fork, 0, 100));
      forks.add(SyntheticSteps.fork("b", fork, 0, 99 + fork % 3));
      forks.add(SyntheticSteps.fork("c", fork, 0, 50));
    }
    assertThat(of(forks, List.of("a", "b", "c")).table().stringColumn("saved").asList())
        .satisfies(cells -> assertThat(cells.get(1)).endsWith(" no difference"))
        .satisfies(cells -> assertThat(cells.get(2)).doesNotContain("no difference"));
  }

  @Test
  void aRecordedRunIsNarrowedToOneWorkload(@TempDir Path folder) throws IOException {
    var forks = new ArrayList<>(SyntheticSteps.ten(0));
    forks.addAll(SyntheticSteps.ten(1000));
    var lines = forks.stream().map(JsonMapper.shared()::writeValueAsString).toList();
    Files.write(folder.resolve("forks.jsonl"), lines);
    Files.writeString(folder.resolve("manifest.json"), "{}");
    var results = Results.open(new RunFolder(folder));
    String[] labels = LABELS.toArray(String[]::new);
    assertThatThrownBy(() -> results.steps(labels)).hasMessageContaining("where(\"work\", …)");
    var steps = results.where("work", 1000).where("workload", "actor-mesh").steps(labels);
    assertThat(steps.parameters()).containsEntry("work", "1000");
    assertThatThrownBy(() -> results.where("work", 5))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no trial with work=5")
        .hasMessageContaining("[0, 1000]");
    assertThat(results.where("workers", 0).trials())
        .as("a setting")
        .hasSameSizeAs(results.trials());
    assertThatThrownBy(() -> results.where("workers", 2)).hasMessageContaining("it has [0]");
  }

  @Test
  void severalWorkloadsMustBeChosenFrom() {
    var forks = new ArrayList<>(SyntheticSteps.ten(0));
    forks.addAll(SyntheticSteps.ten(1000));
    refused(forks, LABELS, "2 trials 'tokio'", "work (0, 1000)", "where(\"work\", …)");
    forks.removeIf(f -> f.parameters().containsValue(f.label().equals("tokio") ? 0 : 1000));
    refused(forks, LABELS, "differ in their labels alone", "work (1000, 0)");
  }

  @Test
  void whatIsNotRecordedIsNamed() {
    var forks = SyntheticSteps.ten(0);
    refused(forks, List.of("tokio", "tokio x=1", "go"), "no trial 'tokio x=1'", LABELS.getLast());
    refused(forks, LABELS.subList(0, 2), "at least one between");
    refused(forks, List.of("tokio", "tokio coop=off", "tokio"), "none twice");
    var none = new ArrayList<>(forks);
    none.replaceAll(f -> f.label().equals("tokio") ? SyntheticSteps.failed(f, "stuck") : f);
    refused(none, LABELS, "no fork of 'tokio' has its CPU time");
    var apart = new ArrayList<>(forks);
    apart.removeIf(f -> f.fork() < 5 == f.label().equals("tokio"));
    refused(apart, LABELS, "no pass has the CPU time");
  }
}
