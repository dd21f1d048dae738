package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.table.Steps;
import io.interleave.table.SyntheticSteps;
import java.io.ByteArrayInputStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

final class WaterfallTest {
  private static XYSeries series(Drawing drawing, String name) {
    return drawing.charts().getFirst().getSeries(name);
  }

  @Test
  void barsGoFromTheFirstTotalByEachStepToTheLast() {
    var drawing = new Waterfall(SyntheticSteps.steps()).draw();
    assertThat(drawing.charts().getFirst().getSeriesCollection())
        .extracting(XYSeries::getName)
        .containsExactly(
            "tokio",
            "coop=off",
            "mailbox-impl=own, no coop=off",
            "coop=off (2)",
            "waker=once",
            Steps.REST,
            "live:tokio/stackless");
    assertThat(series(drawing, "tokio").getXData()[0]).isZero();
    double[] rest = series(drawing, Steps.REST).getXData();
    assertThat(rest[0] - rest[1]).isCloseTo(30, Offset.offset(3.0));
    assertThat(rest[1])
        .as("bars meet")
        .isCloseTo(series(drawing, "live:tokio/stackless").getXData()[1], Offset.offset(2.0));
    double[] costs = series(drawing, "coop=off (2)").getXData();
    assertThat(costs[1]).as("a step that costs leads back").isGreaterThan(costs[0]);
  }

  @Test
  void theNoteSaysWhatIsExplainedOfWhatAndWhere() {
    assertThat(new Waterfall(SyntheticSteps.steps()).draw().note())
        .containsPattern("The named changes explain 8[456].* % \\(95 %: 8.* %\\) of the ... ns")
        .contains("between tokio and live:tokio/stackless")
        .contains("actor-mesh", "10,000 actors", "10 forks; bars: 95 % intervals")
        .doesNotContain("seed", "rate");
    assertThat(new Waterfall(SyntheticSteps.withDnf()).draw().note())
        .contains("tokio mailbox-impl=own: 9 of 10 ok; dnf: deadlock.", "9 forks");
  }

  @Test
  void wallTimeIsAnAxisOfItsOwn() {
    var cpu = new Waterfall(SyntheticSteps.steps()).draw();
    var wall = new Waterfall(SyntheticSteps.steps()).wall().draw();
    assertThat(wall.charts().getFirst().getXAxisTitle()).contains("wall time × workers");
    assertThat(series(wall, "tokio").getXData()[1])
        .isCloseTo(1.25 * series(cpu, "tokio").getXData()[1], Offset.offset(1e-6));
  }

  @Test
  void itIsSmallAndTheSameTwiceAndAsWideAsAColumn() throws Exception {
    var drawing = new Waterfall(SyntheticSteps.steps()).draw();
    assertThat(drawing.svg())
        .isEqualTo(drawing.svg())
        .contains("#0072b2", "#e69f00", "#e4e4e4")
        .doesNotContain("NaN", "Infinity");
    assertThat(drawing.svg().length()).isLessThan(200_000);
    assertThat(ImageIO.read(new ByteArrayInputStream(drawing.png())).getWidth()).isEqualTo(1039);
  }

  @Test
  void inGreyPrintTheKindsOfBarsStillDiffer() {
    double[] greys =
        Stream.of(Waterfall.Kind.values())
            .map(k -> k.colour)
            .mapToDouble(c -> 0.299 * c.getRed() + 0.587 * c.getGreen() + 0.114 * c.getBlue())
            .toArray();
    for (int i = 1; i < greys.length; i++) {
      assertThat(greys[i] - greys[i - 1]).isGreaterThan(50);
    }
  }
}
