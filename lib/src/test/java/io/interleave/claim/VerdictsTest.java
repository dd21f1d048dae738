package io.interleave.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.table.Interval;
import io.interleave.table.Unit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final Optional<Interval> SIX = Optional.of(Interval.ofMedian(4, 5, 5, 5, 5, 6));

  private static List<String> of(Verdicts verdicts) {
    return verdicts.table().stringColumn("verdict").asList();
  }

  @Test
  void theWholeIntervalDecides() {
    assertThat(
            of(
                new Verdicts()
                    .atMost("", 6, Unit.RATIO, SIX)
                    .atMost("", 5, Unit.RATIO, SIX)
                    .atMost("", 3.9, Unit.RATIO, SIX)
                    .atLeast("", 4, Unit.RATIO, SIX)
                    .atLeast("", 5, Unit.RATIO, SIX)
                    .atLeast("", 6.1, Unit.RATIO, SIX)
                    .within("", 4, 6, Unit.RATIO, SIX)
                    .within("", 5, 9, Unit.RATIO, SIX)
                    .within("", 7, 9, Unit.RATIO, SIX)
                    .within("", 1, 3, Unit.RATIO, SIX)))
        .containsExactly(
            "holds",
            "inconclusive",
            "fails",
            "holds",
            "inconclusive",
            "fails",
            "holds",
            "inconclusive",
            "fails",
            "fails");
  }

  @Test
  void whatWasNotMeasuredIsNotJudged() {
    var row = new Verdicts().atMost("A6", 1024, Unit.BYTES, Optional.empty()).table().row(0);
    assertThat(row.getString("claim")).isEqualTo("A6");
    assertThat(row.getString("holds if")).isEqualTo("at most 1.02 kB");
    assertThat(row.getString("measured")).isEqualTo("not measured");
    assertThat(row.getString("verdict")).isEqualTo("not judged");
  }

  @Test
  void fewForksSayThatTheyAreFew() {
    var few = Optional.of(Interval.ofMedian(4, 5));
    assertThat(of(new Verdicts().atMost("", 6, Unit.RATIO, few)))
        .containsExactly("holds, by a range alone");
  }

  @Test
  void whatIsSeenNeedsNoInterval() {
    assertThat(of(new Verdicts().seen("", "fails", "2 of 8", true).seen("", "", "", false)))
        .containsExactly("holds", "fails");
  }
}
