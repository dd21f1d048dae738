package io.interleave.jmh;

import io.interleave.table.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * A number taken from benchmarks, with where it comes from. It is computed of each turn by itself
 * and the median is taken last: what slows the machine down for a whole turn does not get into a
 * difference of benchmarks.
 *
 * @param from benchmarks and what was done to their scores, as a formula
 * @param turns the number of each turn: nanoseconds, unless {@code from} says otherwise
 */
record Estimate(String from, List<Double> turns) {
  static Estimate once(String from, double value) {
    return new Estimate(from, List.of(value));
  }

  Estimate minus(Estimate other) {
    return with(" − ", other, (a, b) -> a - b);
  }

  Estimate plus(Estimate other) {
    return with(" + ", other, (a, b) -> a + b);
  }

  Estimate over(Estimate other) {
    return with(" ÷ ", other, (a, b) -> a / b);
  }

  Estimate times(double factor) {
    return new Estimate(
        "%s × (%s)".formatted(told(factor), from),
        turns.stream().map(value -> factor * value).toList());
  }

  private Estimate with(String sign, Estimate other, DoubleBinaryOperator both) {
    return new Estimate(
        from + sign + other.from,
        IntStream.range(0, turns.size())
            .mapToObj(i -> both.applyAsDouble(turns.get(i), other.turns.get(i)))
            .toList());
  }

  private static String told(double factor) {
    return factor < 1
        ? "1/" + Math.round(1 / factor)
        : factor == Math.rint(factor) ? Long.toString((long) factor) : Double.toString(factor);
  }

  /** The median, with its interval. */
  Interval interval() {
    return Interval.ofMedian(turns.stream().mapToDouble(value -> value).toArray());
  }

  /** As costs have it: whole, and at least {@code least}, which noise may have gone below. */
  long atLeast(long least) {
    return Math.max(least, Math.round(interval().median()));
  }

  /** For a manifest. */
  Map<String, Object> fields() {
    var interval = interval();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("from", from);
    fields.put("value", round(interval.median()));
    fields.put("low", round(interval.low()));
    fields.put("high", round(interval.high()));
    return fields;
  }

  private static double round(double value) {
    return Math.rint(value * 1_000) / 1_000;
  }
}
