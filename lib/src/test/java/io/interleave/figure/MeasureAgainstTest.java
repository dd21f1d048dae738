package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Several measures along a parameter. */
class MeasureAgainstTest {
  @Test
  void measuresOfOneUnitStandOnOneScale() {
    var charts =
        new MeasureAgainst("inFlight")
            .percentile("hop", 50, "half of the hops within")
            .percentile("hop", 99, "99 % of hops within")
            .draw(SyntheticSamples.inFlightSweep())
            .charts();
    assertThat(charts).hasSize(2);
    assertThat(charts.getFirst().getStyler().getYAxisMax())
        .isEqualTo(charts.getLast().getStyler().getYAxisMax());
    assertThatThrownBy(() -> new MeasureAgainst("inFlight").draw(SyntheticSamples.closedLoop()))
        .hasMessageContaining("needs a measure");
    assertThatThrownBy(() -> new MeasureAgainst().draw(SyntheticSamples.closedLoop()))
        .hasMessageContaining("several values of 'n'");
  }
}
