package io.interleave.figure;

import io.interleave.table.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * An axis: its title, its ends, what stands at its ticks.
 *
 * @param title with the unit, unless the ticks carry it
 * @param min left or lower end
 * @param max right or upper end
 * @param log logarithmic; both ends are then above 0
 * @param ticks where its ticks are; empty on a linear axis, where XChart chooses
 * @param text a number at a tick of a linear axis
 */
record Axis(
    String title,
    double min,
    double max,
    boolean log,
    List<Tick> ticks,
    DoubleFunction<String> text) {
  /** Which digits of a decade are labelled, densest first. */
  private static final List<List<Integer>> LABELLED =
      List.of(List.of(1, 2, 3, 5, 7), List.of(1, 2, 5), List.of(1, 3), List.of(1));

  /** A tick; without a label ({@code ""}) it is a short one. */
  record Tick(double value, String label) {
    boolean labelled() {
      return !label.isEmpty();
    }
  }

  /** A logarithmic axis around these values (those above 0), with at most {@code labels} labels. */
  static Axis log(String title, DoubleFunction<String> text, int labels, DoubleStream values) {
    var positive = values.filter(v -> v > 0 && v < Double.POSITIVE_INFINITY).summaryStatistics();
    double low = positive.getCount() == 0 ? 1 : positive.getMin();
    double high = positive.getCount() == 0 ? 10 : positive.getMax();
    double margin = Math.max(Math.pow(high / low, 0.05), high / low < 3 ? 1.7 : 1.12);
    double min = low / margin;
    double max = high * margin;
    return new Axis(title, min, max, true, decades(min, max, labels, text), text);
  }

  private static List<Tick> decades(
      double min, double max, int labels, DoubleFunction<String> text) {
    var labelled =
        LABELLED.stream()
            .filter(
                digits ->
                    ticks(min, max, digits, text).stream().filter(Tick::labelled).count() <= labels)
            .findFirst()
            .orElse(LABELLED.getLast());
    return thinned(ticks(min, max, labelled, text), labels);
  }

  /** Where even the decades are too many, every second, third … of their labels is left. */
  private static List<Tick> thinned(List<Tick> ticks, int labels) {
    int labelled = (int) ticks.stream().filter(Tick::labelled).count();
    int stride = Math.ceilDiv(labelled, labels);
    var thinned = new ArrayList<Tick>();
    int seen = 0;
    for (Tick tick : ticks) {
      boolean keeps = !tick.labelled() || seen++ % stride == 0;
      thinned.add(keeps ? tick : new Tick(tick.value(), ""));
    }
    return thinned;
  }

  private static List<Tick> ticks(
      double min, double max, List<Integer> labelled, DoubleFunction<String> text) {
    var ticks = new ArrayList<Tick>();
    for (int decade = (int) Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
      for (int digit = 1; digit <= 9; digit++) {
        double value = Math.pow(10, decade) * digit;
        if (value > min && value < max) {
          ticks.add(new Tick(value, labelled.contains(digit) ? text.apply(value) : ""));
        }
      }
    }
    return ticks;
  }

  /**
   * A logarithmic axis with a place for 0 at its left, set apart from the rest by want of ticks
   * between; where a value stands {@link #place} tells. Without a 0 it is a plain one.
   */
  static Axis logAndZero(String title, DoubleFunction<String> text, int labels, double... values) {
    var plain = log(title, text, labels, DoubleStream.of(values));
    if (DoubleStream.of(values).noneMatch(v -> v == 0)) {
      return plain;
    }
    double zero = oneDigit(plain.min / Math.max(2, Math.pow(plain.max / plain.min, 0.12)));
    var ticks = new ArrayList<>(List.of(new Tick(zero, "0")));
    ticks.addAll(plain.ticks);
    double min = zero / Math.pow(plain.max / plain.min, 0.05);
    return new Axis(title, min, plain.max, true, ticks, text);
  }

  /** Rounded down to where XChart, which asks for labels nowhere else, may have a tick. */
  private static double oneDigit(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value)));
    return decade * Math.floor(value / decade);
  }

  /** Where a value stands on {@link #logAndZero}. */
  double place(double value) {
    return value > 0 || ticks.isEmpty() ? value : ticks.getFirst().value();
  }

  /** From (just below) zero to a little above the greatest of these values. */
  static Axis fromZero(String title, DoubleFunction<String> text, DoubleStream values) {
    double max = values.max().orElse(1) * 1.08;
    // XChart leaves out the label of a tick on the very edge, and zero must be seen.
    return new Axis(
        title, -max / 200, max, false, List.of(), value -> value == 0 ? "0" : text.apply(value));
  }

  /** Rows: 1 at the top, {@code n} at the bottom, no ticks. */
  static Axis rows(int n) {
    return new Axis("", -n - 0.6, -0.4, false, List.of(), value -> "");
  }

  /** The tail of a distribution: {@code 1/(1−p)}, a decade a nine, up to {@code 10^nines}. */
  static Axis percentiles(int nines) {
    var ticks = new ArrayList<Tick>();
    ticks.add(new Tick(2, "50 %"));
    for (int nine = 1; nine <= nines; nine++) {
      String label =
          nine < 3 ? "9".repeat(nine) + (nine == 1 ? "0" : "") : "99." + "9".repeat(nine - 2);
      ticks.add(new Tick(Math.pow(10, nine), label + " %"));
    }
    return new Axis(
        "percentile",
        1.35,
        Math.pow(10, nines) * (nines < 3 ? 1.7 : 2.6),
        true,
        ticks,
        value -> "");
  }

  /** Time, a unit at each tick. */
  static Axis latency(String title, int labels, DoubleStream nanoseconds) {
    return log(title, Unit.NANOSECONDS::format, labels, nanoseconds);
  }

  /** A rate's number without {@code /s}: the axis' title says it. */
  static String rate(double perSecond) {
    return Unit.PER_SECOND.format(perSecond).replaceFirst(" ?/s$", "").replaceFirst("/s$", "");
  }

  /** The label at this place, as XChart asks for it; empty where there is none. */
  String label(double value) {
    if (!log) {
      return text.apply(value);
    }
    return ticks.stream()
        .filter(t -> Math.abs(t.value() / value - 1) < 1e-9)
        .map(Tick::label)
        .findFirst()
        .orElse("");
  }

  /** How far along the axis a value stands: 0 … 1; values beyond an end stand at it. */
  double along(double value) {
    double v = Math.clamp(value, min, max);
    return log ? Math.log(v / min) / Math.log(max / min) : (v - min) / (max - min);
  }
}
