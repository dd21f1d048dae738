package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.table.SyntheticCells;
import io.interleave.workload.InvalidInput;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

final class PredictedAgainstObservedTest {
  private final PredictedAgainstObserved figure =
      new PredictedAgainstObserved(SyntheticCells.predictions(), "throughput");

  @Test
  void everyCellIsAPointBesideTheDiagonalAndItsBand() {
    var series = figure.draw().charts().getFirst().getSeriesCollection();
    assertThat(series)
        .extracting(XYSeries::getName)
        .contains(
            "equal",
            "bound",
            "bound (2)",
            "live:tokio/stackless inFlight=1000 rate=0",
            "live:tokio/stackless workers=1 inFlight=1000 rate=0",
            "live:tokio/stackless inFlight=1 rate=0")
        .hasSize(3 + 7);
    var point =
        figure.draw().charts().getFirst().getSeries("live:tokio/stackless inFlight=1000 rate=0");
    assertThat(point.getXData()[0]).isEqualTo(10e6);
    assertThat(point.getYData()[0]).isEqualTo(11e6);
  }

  /** Where it left the panel it was bent along its border. */
  @Test
  void theBandEndsWithinThePanel() {
    var chart = figure.draw().charts().getFirst();
    double[] equal = chart.getSeries("equal").getYData();
    for (String bound : new String[] {"bound", "bound (2)"}) {
      double[] x = chart.getSeries(bound).getXData();
      double[] y = chart.getSeries(bound).getYData();
      assertThat(y[0] / x[0]).isCloseTo(y[1] / x[1], Offset.offset(1e-9)).isNotEqualTo(1.0);
      assertThat(y[0]).isGreaterThan(0.999 * equal[0]);
      assertThat(y[1]).isLessThan(1.001 * equal[1]);
    }
  }

  @Test
  void theNoteSaysHowFarOffItIs() {
    assertThat(figure.draw().note())
        .contains("Median |error| of throughput: 10 % of 4 judged cells")
        .contains("10 forks; bars: 95 % intervals");
  }

  @Test
  void itIsSmallAndTheSameTwice() {
    var drawing = figure.draw();
    assertThat(drawing.svg())
        .isEqualTo(figure.draw().svg())
        .doesNotContain("NaN", "Infinity")
        .contains("<title>Predicted against observed");
    assertThat(drawing.svg().length()).isLessThan(200_000);
  }

  @Test
  void aMeasureThatNoCellHasIsRefused() {
    var wrong = new PredictedAgainstObserved(SyntheticCells.predictions(), "p95");
    assertThatThrownBy(wrong::draw)
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(
            "no cell of synthetic has a p95: it has [throughput, p50, p99, p99.9]");
  }
}
