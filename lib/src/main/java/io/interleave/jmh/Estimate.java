package io.interleave.jmh;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A number taken from benchmarks, with where it comes from and its ends. Those of a difference are
 * as far apart as both ends allow, so they are no 95 % interval but hold one.
 *
 * @param from benchmarks and what was done to their scores, as a formula
 * @param value nanoseconds, unless {@code from} says otherwise
 * @param low its lower end
 * @param high its upper end
 */
record Estimate(String from, double value, double low, double high) {
  Estimate minus(Estimate other) {
    return new Estimate(
        from + " − " + other.from, value - other.value, low - other.high, high - other.low);
  }

  Estimate plus(Estimate other) {
    return new Estimate(
        from + " + " + other.from, value + other.value, low + other.low, high + other.high);
  }

  Estimate times(double factor) {
    return new Estimate(
        "%s × (%s)".formatted(told(factor), from), factor * value, factor * low, factor * high);
  }

  Estimate over(Estimate other) {
    return new Estimate(
        "%s ÷ %s".formatted(from, other.from),
        value / other.value,
        low / other.high,
        high / other.low);
  }

  private static String told(double factor) {
    return factor < 1
        ? "1/" + Math.round(1 / factor)
        : factor == Math.rint(factor) ? Long.toString((long) factor) : Double.toString(factor);
  }

  /** As costs have it: whole, and at least {@code least}, which noise may have gone below. */
  long atLeast(long least) {
    return Math.max(least, Math.round(value));
  }

  /** For a manifest. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("from", from);
    fields.put("value", round(value));
    fields.put("low", round(low));
    fields.put("high", round(high));
    return fields;
  }

  private static double round(double value) {
    return Math.rint(value * 1_000) / 1_000;
  }
}
