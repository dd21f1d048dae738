package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.workload.InvalidInput;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

final class EffectsOfFactorsTest {
  @Test
  void bothMeasuresHaveAPointForEachEffect() {
    var drawing = new EffectsOfFactors().draw(SyntheticSamples.factorial());
    assertThat(drawing.charts()).hasSize(2);
    for (var chart : drawing.charts()) {
      assertThat(chart.getSeriesCollection())
          .extracting(XYSeries::getName)
          .containsExactly(
              "policy: tokio ÷ go",
              "representation: stackful ÷ stackless",
              "gc: zgc ÷ default",
              "tokio ÷ go × stackful ÷ stackless",
              "tokio ÷ go × zgc ÷ default",
              "stackful ÷ stackless × zgc ÷ default");
    }
    assertThat(drawing.note()).contains("10 forks; bars: 95 % intervals", "jdk-threads DNF", "G1");
    assertThat(drawing.svg()).doesNotContain("NaN", "Infinity").isEqualTo(drawing.svg());
  }

  @Test
  void throughputStandsBesideTheTail() {
    var charts = new EffectsOfFactors().draw(SyntheticSamples.factorial()).charts();
    assertThat(charts.get(0).getSeries("policy: tokio ÷ go").getXData()[0])
        .isBetween(1.15, 1.3); // 3.1 ÷ 2.52
    assertThat(charts.get(1).getSeries("policy: tokio ÷ go").getXData()[0]).isLessThan(0.5);
  }

  @Test
  void aRunThatIsNoFactorialIsRefused() {
    assertThatThrownBy(() -> new EffectsOfFactors().draw(SyntheticSamples.closedLoop()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("none of them changes");
  }
}
