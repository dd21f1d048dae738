package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interleave.workload.InvalidInput;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Ratios of two runtimes along a parameter. */
class RatioAgainstTest {
  @Test
  void ratiosArePairedByPassAndTheNoteSaysWhereTheyVanish() {
    var samples = SyntheticSamples.workSweep();
    var drawing = new RatioAgainst("work").draw(samples);
    var tokio = drawing.charts().getFirst().getSeries("tokio");
    assertThat(tokio.getXData()[0])
        .as("0 stands left of 1,000, where XChart has a tick")
        .isEqualTo(300);
    assertThat(tokio.getYData()[0])
        .as("passes differ by up to 2.8 ×, the two within one by 1 %")
        .isCloseTo(4.26 / 2.52, Offset.offset(0.02));
    assertThat(drawing.note())
        .as("at 10 k the two still differ by 3 %")
        .contains("No difference: tokio at 100 k")
        .doesNotContain("rust-threads at");
  }

  @Test
  void aRatioOfDifferentNumbersOfMessagesIsRefused() {
    var samples = SyntheticSamples.workSweep();
    samples.longColumn("messages").set(0, 7L);
    assertThatThrownBy(() -> new RatioAgainst().draw(samples))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("go has several numbers of messages at work = 0");
    assertThatThrownBy(() -> new RatioAgainst("inFlight").draw(SyntheticSamples.closedLoop()))
        .hasMessageContaining("several values of 'inFlight'");
  }
}
