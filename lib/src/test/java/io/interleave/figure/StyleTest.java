package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StyleTest {
  @Test
  void knownRuntimesDifferInColourAndMark() {
    var known =
        List.of(
            "go", "tokio", "rust-threads", "jdk-virtual", "jdk-threads", "async-std", "asyncio");
    var looks = Style.looks(known).values();
    assertThat(looks.stream().map(Look::colour)).doesNotHaveDuplicates();
    assertThat(looks.stream().map(Look::mark)).doesNotHaveDuplicates();
  }

  @Test
  void aPolicyGivesTheColourAndARepresentationTheMark() {
    var go = look("live:go/stackless");
    assertThat(look("live:go/stackful").colour()).isEqualTo(go.colour());
    assertThat(look("live:go/stackful").mark()).isNotEqualTo(go.mark());
    assertThat(look("live:tokio/stackless").mark()).isEqualTo(go.mark());
    assertThat(look("live:tokio/stackless").colour()).isNotEqualTo(go.colour());
    assertThat(look("sim:go/stackless@2").hollow()).as("what was simulated is hollow").isTrue();
  }

  private static Look look(String label) {
    return Style.looks(List.of(label)).values().iterator().next();
  }

  @Test
  void settingsKeepColourAndMarkAndChangeTheLine() {
    var looks = Style.looks(List.of("go", "go gogc=off", "go gogc=10", "go gogc=50"));
    assertThat(looks.values().stream().map(Look::colour).distinct()).hasSize(1);
    assertThat(looks.values().stream().map(Look::mark).distinct()).hasSize(1);
    assertThat(looks.values().stream().map(Look::dashes)).doesNotHaveDuplicates();
  }

  @Test
  void whereHollowMeansSomethingElseSettingsChangeTheMark() {
    var looks = Style.marks(List.of("live:go/stackless workers=1", "live:go/stackless workers=2"));
    assertThat(looks.values().stream().map(Look::colour).distinct()).hasSize(1);
    assertThat(looks.values().stream().map(Look::mark)).doesNotHaveDuplicates();
    assertThat(looks.values()).noneMatch(Look::hollow);
  }

  @Test
  void unknownRuntimesLookNeverAlikeInOneFigure() {
    var labels = IntStream.range(0, 12).mapToObj(i -> "sim:policy-" + i).toList();
    assertThat(new HashSet<>(Style.looks(labels).values())).hasSize(12);
    assertThat(Style.colour("sim:policy-3")).isEqualTo(Style.colour("sim:policy-3"));
  }

  @Test
  void aLogAxisHoldsItsValuesWhateverTheyAre() {
    for (var values :
        List.of(
            new double[] {5}, new double[] {1, 1e9}, new double[] {0, -3, 7}, new double[] {})) {
      var axis = Axis.latency("latency", 8, DoubleStream.of(values));
      assertThat(axis.min()).isPositive().isLessThan(axis.max());
      for (double v : values) {
        assertThat(axis.along(v)).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void ticksAreLabelledWithTheirUnits() {
    var axis = Axis.latency("latency", 9, DoubleStream.of(1_000, 1e9));
    assertThat(axis.label(1_000)).isEqualTo("1 µs");
    assertThat(axis.label(1e6)).isEqualTo("1 ms");
    assertThat(axis.label(2e6)).isEmpty();
    assertThat(Axis.rate(2e6)).isEqualTo("2 M");
    assertThat(Axis.percentiles(4).label(1000)).isEqualTo("99.9 %");
  }

  @Test
  void anIntervalThatReachesZeroIsCutAtTheAxis() {
    var axis = Axis.latency("latency", 9, DoubleStream.of(0, 1_000, 1e9));
    assertThat(axis.along(0)).isZero();
    assertThat(axis.along(-5)).isZero();
  }
}
