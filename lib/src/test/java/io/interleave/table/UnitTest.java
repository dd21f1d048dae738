package io.interleave.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

final class UnitTest {
  @Test
  void theUnitIsToldByTheColumnsName() {
    assertThat(Unit.of("hop_p99_9_ns")).isEqualTo(Unit.NANOSECONDS);
    assertThat(Unit.of("peak_rss_bytes")).isEqualTo(Unit.BYTES);
    assertThat(Unit.of("throughput_per_s")).isEqualTo(Unit.PER_SECOND);
    assertThat(Unit.of("threads")).isEqualTo(Unit.COUNT);
  }

  @Test
  void numbersHaveThreeDigitsAndAPrefix() {
    assertThat(Unit.PER_SECOND.format(1_234_567)).isEqualTo("1.23 M/s");
    assertThat(Unit.NANOSECONDS.format(4_100_000)).isEqualTo("4.1 ms");
    assertThat(Unit.NANOSECONDS.format(120)).isEqualTo("120 ns");
    assertThat(Unit.NANOSECONDS.format(90e9)).isEqualTo("90 s");
    assertThat(Unit.BYTES.format(34e6)).isEqualTo("34 MB");
    assertThat(Unit.COUNT.format(1_000)).isEqualTo("1000");
    assertThat(Unit.COUNT.format(10_000)).isEqualTo("10 k");
    assertThat(Unit.RATIO.format(0.8512)).isEqualTo("0.851 ×");
    assertThat(Unit.COUNT.format(0)).isEqualTo("0");
  }

  @Test
  void roundingUpTakesTheNextPrefix() {
    assertThat(Unit.NANOSECONDS.format(999_600)).isEqualTo("1 ms");
    assertThat(Unit.PER_SECOND.format(999.4)).isEqualTo("999 /s");
  }

  @Test
  void whatIsMissingIsADashAndNotAZero() {
    assertThat(Unit.BYTES.format(Double.NaN)).isEqualTo("–");
    assertThat(Unit.BYTES.format(Double.POSITIVE_INFINITY)).contains("∞");
  }

  @Test
  void aRangeTellsItsUnitOnceAndAlignsItsDecimals() {
    assertThat(Unit.PER_SECOND.format(4.1e6, 4.31e6)).isEqualTo("4.10–4.31 M/s");
    assertThat(Unit.PER_SECOND.format(973e3, 1_004e3)).isEqualTo("973–1004 k/s");
    assertThat(Unit.BYTES.format(46e6, 51.53e6)).isEqualTo("46.0–51.5 MB");
    assertThat(Unit.NANOSECONDS.format(40e3, 4e6)).isEqualTo("0.040–4.000 ms");
  }

  @Test
  void aCommaIsNoDecimalPointWhateverTheLocale() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Unit.NANOSECONDS.format(4_100_000)).isEqualTo("4.1 ms");
      assertThat(Unit.BYTES.format(46e6, 51.53e6)).isEqualTo("46.0–51.5 MB");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aRangeBelowZeroIsNotReadAsADash() {
    assertThat(Unit.NANOSECONDS.format(-1.2, 0.4)).isEqualTo("-1.20 to 0.40 ns");
    assertThat(Unit.NANOSECONDS.format(-12, -8)).isEqualTo("-12.0 to -8.0 ns");
    assertThat(Unit.PERCENT.format(29.14, 33)).isEqualTo("29.1–33.0 %");
  }
}
