package io.interleave.claim;

import io.interleave.table.Interval;
import io.interleave.table.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Claims, each with a predicate over what was measured and the verdict that follows from it. A
 * claim holds when the whole interval says so and fails when the whole interval says otherwise;
 * what lies on both sides is inconclusive. So a verdict is computed, never written.
 */
public final class Verdicts {
  private final List<Row> rows = new ArrayList<>();

  private record Row(String claim, String predicate, String measured, String verdict) {}

  /** Holds when it is no more than this. */
  public Verdicts atMost(String claim, double limit, Unit unit, Optional<Interval> measured) {
    return add(
        claim,
        "at most " + unit.format(limit),
        unit,
        measured,
        i -> i.high() <= limit,
        i -> i.low() > limit);
  }

  /** Holds when it is no less than this. */
  public Verdicts atLeast(String claim, double limit, Unit unit, Optional<Interval> measured) {
    return add(
        claim,
        "at least " + unit.format(limit),
        unit,
        measured,
        i -> i.low() >= limit,
        i -> i.high() < limit);
  }

  /** Holds when it lies between these two. */
  public Verdicts within(
      String claim, double low, double high, Unit unit, Optional<Interval> measured) {
    return add(
        claim,
        "within " + unit.format(low, high),
        unit,
        measured,
        i -> low <= i.low() && i.high() <= high,
        i -> i.high() < low || high < i.low());
  }

  /** Of what is seen or not, and has no interval. */
  public Verdicts seen(String claim, String predicate, String seen, boolean holds) {
    rows.add(new Row(claim, predicate, seen, holds ? "holds" : "fails"));
    return this;
  }

  private Verdicts add(
      String claim,
      String predicate,
      Unit unit,
      Optional<Interval> measured,
      Predicate<Interval> holds,
      Predicate<Interval> fails) {
    String verdict =
        measured
            .map(i -> holds.test(i) ? "holds" : fails.test(i) ? "fails" : "inconclusive")
            .orElse("not judged");
    boolean isFew = measured.filter(i -> i.kind() == Interval.Kind.RANGE).isPresent();
    rows.add(
        new Row(
            claim,
            predicate,
            measured.map(i -> i.format(unit)).orElse("not measured"),
            isFew ? verdict + ", by a range alone" : verdict));
    return this;
  }

  /** One row a claim, in the order of the calls. */
  public Table table() {
    return Table.create(
        "verdicts",
        column("claim", Row::claim),
        column("holds if", Row::predicate),
        column("measured", Row::measured),
        column("verdict", Row::verdict));
  }

  private StringColumn column(String name, Function<Row, String> text) {
    return StringColumn.create(name, rows.stream().map(text).toList());
  }
}
