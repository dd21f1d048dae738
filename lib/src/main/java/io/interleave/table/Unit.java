package io.interleave.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * What a column's numbers count, told from the end of its name ({@code elapsed_ns}, {@code
 * peak_rss_bytes}, {@code throughput_per_s}), and how a person reads them: {@code 4.1 ms}, {@code
 * 34 MB}, {@code 1.23 M/s}. Prefixes are decimal: 1 MB is 10⁶ bytes.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, its type does not say so
public enum Unit {
  /** {@code _ns}: ns, µs, ms, s. */
  NANOSECONDS("_ns", 1, "ns", "µs", "ms", "s"),
  /** {@code _bytes}: B, kB, MB, GB, TB. */
  BYTES("_bytes", 1, "B", "kB", "MB", "GB", "TB"),
  /** {@code _per_s}: /s, k/s, M/s, G/s. */
  PER_SECOND("_per_s", 1, "/s", "k/s", "M/s", "G/s"),
  /** {@code _ratio}: ×. */
  RATIO("_ratio", Double.POSITIVE_INFINITY, "×"),
  /** {@code _percent}: %. */
  PERCENT("_percent", Double.POSITIVE_INFINITY, "%"),
  /** Any other name: a plain number below 10,000, then k, M, G. */
  COUNT("", 10, "", "k", "M", "G");

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private final String suffix;
  private final double patience;
  private final List<String> steps;

  /** A prefix is taken from {@code patience} × 1,000 on. */
  Unit(String suffix, double patience, String... steps) {
    this.suffix = suffix;
    this.patience = patience;
    this.steps = List.of(steps);
  }

  /** The unit that a column's name ends in; {@link #COUNT} when it ends in none. */
  public static Unit of(String column) {
    for (var unit : values()) {
      if (column.endsWith(unit.suffix)) {
        return unit;
      }
    }
    return COUNT;
  }

  /**
   * Three significant digits with the unit, such as {@code 4.1 ms}; a dash for a missing value
   * (NaN).
   */
  public String format(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    int step = step(value);
    String number = number(value / Math.pow(1000, step));
    return steps.get(step).isEmpty() ? number : number + " " + steps.get(step);
  }

  /**
   * Two values under one unit, told once, and with as many decimals each: {@code 4.10–4.63 ms};
   * below zero {@code -1.20 to 0.40 ns}, where a dash would read as another minus.
   */
  public String format(double low, double high) {
    int step = step(high < 10 * low ? low : high);
    double scale = Math.pow(1000, step);
    double least = (low > 0 ? low : Math.max(-low, high)) / scale;
    int decimals = least >= 100 || !(least > 0) ? 0 : least >= 10 ? 1 : least >= 1 ? 2 : 3;
    var format = "%." + decimals + "f" + (low < 0 ? " to " : "–") + "%." + decimals + "f %s";
    return String.format(Locale.ROOT, format, low / scale, high / scale, steps.get(step)).strip();
  }

  private int step(double value) {
    double rest =
        Double.isFinite(value) ? new BigDecimal(value).round(THREE_DIGITS).abs().doubleValue() : 0;
    if (rest < 1000 * patience) {
      return 0;
    }
    int step = 0;
    while (rest >= 1000 && step < steps.size() - 1) {
      rest /= 1000;
      step++;
    }
    return step;
  }

  /** Three digits, or all those before the point; no zeros at the end of a fraction. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return value > 0 ? "∞" : value < 0 ? "−∞" : "–";
    }
    var exact = new BigDecimal(value);
    var rounded =
        exact.abs().doubleValue() >= 1000
            ? exact.setScale(0, RoundingMode.HALF_UP)
            : exact.round(THREE_DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
