package io.interleave.figure;

import io.interleave.table.Interval;
import io.interleave.table.Prediction;
import io.interleave.table.Predictions;
import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * What was simulated against what was measured: a point a cell with the intervals of both, the
 * diagonal where they agree, and a band around it. Judged cells are full, the others hollow. It
 * draws {@link Predictions} and not samples, so it is not one of the {@link Figure}s.
 *
 * <pre>{@code
 * new PredictedAgainstObserved(run.predictions(), "throughput", "p99").draw()
 * }</pre>
 */
public final class PredictedAgainstObserved {
  private static final Look DIAGONAL = new Look(Style.FAINT, Mark.CIRCLE, false, List.of());

  private final Predictions predictions;
  private final List<String> measures;

  /**
   * Of these measures, a plot each: {@code throughput}, {@code p50}, {@code p99}, {@code p99.9}.
   */
  public PredictedAgainstObserved(Predictions predictions, String... measures) {
    this.predictions = predictions;
    this.measures = measures.length == 0 ? List.of("throughput") : List.of(measures);
  }

  /** What is shown, in a few words. */
  public String title() {
    return "Predicted against observed";
  }

  /**
   * Draws it.
   *
   * @throws InvalidInput when no cell has one of the measures
   */
  public Drawing draw() {
    var labels = new LinkedHashSet<String>();
    predictions.all().forEach(p -> labels.add(p.observed()));
    var looks = Style.marks(labels);
    var panels = measures.stream().map(m -> panel(m, looks)).toList();
    return new Drawing(
        title(),
        note(),
        panels.size() == 1 ? Style.SINGLE_COLUMN_MM : Style.DOUBLE_COLUMN_MM,
        74,
        0,
        0,
        key(looks),
        panels);
  }

  private List<Prediction> of(String measure) {
    var some = predictions.all().stream().filter(p -> p.measure().equals(measure)).toList();
    if (some.isEmpty()) {
      throw new InvalidInput(
          "no cell of %s has a %s: it has %s"
              .formatted(
                  predictions.run(),
                  measure,
                  predictions.all().stream().map(Prediction::measure).distinct().toList()));
    }
    return some;
  }

  /** Half as wide on either side as the largest median error that passes. */
  private static double bound(String measure) {
    return Predictions.BOUNDS.getOrDefault(measure, 0.3);
  }

  private Panel panel(String measure, Map<String, Look> looks) {
    var some = of(measure);
    var unit = some.getFirst().unit();
    double[] ends =
        some.stream()
            .flatMapToDouble(
                p ->
                    DoubleStream.of(
                        p.measured().low(),
                        p.measured().high(),
                        p.simulated().low(),
                        p.simulated().high()))
            .toArray();
    var x = Axis.log(measure + " observed", unit::format, 5, DoubleStream.of(ends));
    var y = Axis.log(measure + " predicted", unit::format, 5, DoubleStream.of(ends));
    var panel = new Panel(x, y);
    double[] across = {x.min(), x.max()};
    panel.line("equal", across, across, DIAGONAL, 0.9);
    for (double factor : new double[] {1 - bound(measure), 1 + bound(measure)}) {
      double from = Math.max(x.min(), y.min() / factor);
      double to = Math.min(x.max(), y.max() / factor); // beyond it would bend along the border
      panel.line(
          "bound",
          new double[] {from, to},
          new double[] {factor * from, factor * to},
          DIAGONAL.dashed(List.of(3f, 2f)),
          0.6);
    }
    some.forEach(p -> point(panel, p, Objects.requireNonNull(looks.get(p.observed()))));
    return panel;
  }

  private static void point(Panel panel, Prediction p, Look look) {
    var shown = new Look(look.colour(), look.mark(), !p.judged(), look.dashes());
    double x = p.measured().median();
    panel.line(
        p.where(),
        new double[] {p.measured().low(), p.measured().high()},
        new double[] {p.simulated().median(), p.simulated().median()},
        shown,
        0.8);
    panel.point(x, p.simulated(), shown);
  }

  private Key key(Map<String, Look> looks) {
    var key = new Key();
    looks.forEach((label, look) -> key.add(label, look, 0, true));
    return key.add("equal", DIAGONAL, 0.9, false)
        .add("bound of the median error", DIAGONAL.dashed(List.of(3f, 2f)), 0.6, false);
  }

  private String note() {
    var sentences = new ArrayList<String>();
    var intervals = new ArrayList<Interval>();
    var errors = new LinkedHashMap<String, String>();
    for (String measure : measures) {
      of(measure).forEach(p -> intervals.add(p.measured()));
      double error = predictions.medianAbsoluteError(measure);
      errors.put(
          measure,
          Double.isNaN(error)
              ? "not judged"
              : "%s of %d judged cells"
                  .formatted(Unit.PERCENT.format(100 * error), predictions.judged(measure).size()));
    }
    errors.forEach(
        (measure, told) -> sentences.add("Median |error| of %s: %s.".formatted(measure, told)));
    sentences.add("Full: judged; hollow: shown.");
    sentences.add(Note.statistics(intervals));
    return String.join(" ", sentences);
  }
}
