package io.interleave.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.workload.InvalidInput;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  private final Predictions predictions = SyntheticCells.predictions();

  @Test
  void everyLiveCellStandsBesideTheSimulatedOneOfItsWorkersAndConstants() {
    assertThat(predictions.all().stream().filter(p -> p.measure().equals("throughput")))
        .extracting(p -> p.observed() + " | " + p.predicted() + " | " + p.cell())
        .doesNotHaveDuplicates()
        .contains(
            "live:tokio/stackless | sim:tokio/stackless@2 | inFlight=1000 rate=0",
            "live:tokio/stackless workers=1 | sim:tokio/stackless@1 | inFlight=1000 rate=0",
            "live:tokio/stackless lifoSlot=false | sim:tokio/stackless@2 lifoSlot=false |"
                + " inFlight=1000 rate=0")
        .noneMatch(cell -> cell.contains("@64"));
  }

  @Test
  void onlyBusyCellsThatAreNotOverloadedAreJudged() {
    assertThat(predictions.judged("throughput"))
        .extracting(Prediction::where)
        .containsExactlyInAnyOrder(
            "live:tokio/stackless inFlight=1000 rate=0",
            "live:tokio/stackless inFlight=10000 rate=0",
            "live:tokio/stackless workers=1 inFlight=1000 rate=0",
            "live:tokio/stackless lifoSlot=false inFlight=1000 rate=0");
    assertThat(predictions.all())
        .extracting(Prediction::shown)
        .contains("K below 100", "load 90 % of the most seen", "the rate is given")
        .as("a tail of the few hops before the first token retires")
        .contains("5 % of the hops are before the first retirement");
  }

  @Test
  void theErrorIsThatOfTheMedians() {
    assertThat(predictions.medianAbsoluteError("throughput")).isCloseTo(0.1, Offset.offset(1e-9));
    var worst = predictions.worst("throughput").orElseThrow();
    assertThat(worst.error()).isCloseTo(-0.3, Offset.offset(1e-9));
    assertThat(worst.where()).contains("lifoSlot=false");
    assertThat(predictions.medianAbsoluteError("p99")).isCloseTo(0.2, Offset.offset(1e-3));
    assertThat(predictions.judged("p99"))
        .extracting(Prediction::cell)
        .containsExactly("inFlight=1000 rate=5000000");
    assertThat(predictions.medianAbsoluteError("p50")).as("is only shown").isNaN();
  }

  @Test
  void theVerdictSaysWhetherItIsWithinItsBound() {
    var verdict = predictions.verdict();
    assertThat(verdict.stringColumn("within").asList()).containsExactly("yes", "yes");
    assertThat(verdict.stringColumn("worst").get(0)).isEqualTo("−30 %");
    assertThat(predictions.table().rowCount()).isEqualTo(predictions.all().size());
  }

  @Test
  void someOfThemAreJudgedAsOne() {
    var worst = predictions.worst("throughput").orElseThrow();
    var some = Predictions.of("two runs", List.of(worst, predictions.judged("p99").getFirst()));
    assertThat(some.medianAbsoluteError("throughput")).isCloseTo(0.3, Offset.offset(1e-9));
    assertThat(some.verdict().stringColumn("within").asList()).containsExactly("no", "yes");
    assertThat(some.verdict().stringColumn("run").get(0)).isEqualTo("two runs");
  }

  @Test
  void twoRuntimesCanBeComparedByName() {
    var named = SyntheticCells.named("sim:tokio/stackless@64", "live:tokio/stackless");
    assertThat(named.all()).hasSize(1);
    assertThat(named.all().getFirst().error()).isCloseTo(9, Offset.offset(1e-9));
  }

  @Test
  void aRunWithoutPairsIsRefusedInOneLine() {
    assertThatThrownBy(() -> SyntheticCells.named("sim:go/stackless@2", "go"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("it has no cell of both 'sim:go/stackless@2' and 'go'");
  }
}
