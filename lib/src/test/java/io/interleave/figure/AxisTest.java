package io.interleave.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.interleave.table.Unit;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static List<String> labels(double low, double high, int most) {
    return Axis.log("time", Unit.NANOSECONDS::format, most, DoubleStream.of(low, high))
        .ticks()
        .stream()
        .filter(Axis.Tick::labelled)
        .map(Axis.Tick::label)
        .toList();
  }

  @Test
  void asManyDigitsOfADecadeAreLabelledAsFit() {
    assertThat(labels(10, 50, 6)).containsExactly("10 ns", "20 ns", "30 ns", "50 ns");
    assertThat(labels(10, 5_000, 4)).containsExactly("10 ns", "100 ns", "1 µs");
  }

  @Test
  void ofManyDecadesOnlySomeAre() {
    assertThat(labels(1.5, 300_000, 4)).containsExactly("1 ns", "100 ns", "10 µs");
  }
}
