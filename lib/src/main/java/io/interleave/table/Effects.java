package io.interleave.table;

import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What each factor of a factorial does: main effects and two-factor interactions, as ratios.
 * Effects multiply (a policy is so many <em>times</em> faster), so they are means of logarithms.
 *
 * <ul>
 *   <li>A main effect is a level ÷ the factor's first level: the geometric mean over all
 *       combinations of the other factors of which both cells finished.
 *   <li>An interaction is how much greater that ratio is at a level of another factor than at that
 *       one's first level: 1 when the two factors don't care for each other.
 * </ul>
 *
 * <p>Cells are paired within a pass of the campaign; intervals come from resampling passes, all
 * cells alike.
 */
public final class Effects {
  private static final long SEED = 42;

  /**
   * One effect.
   *
   * @param change what is compared: {@code policy: tokio ÷ go}, {@code gc zgc ÷ g1 × policy tokio ÷
   *     go}
   * @param interaction whether it is one, or a main effect
   * @param ratio the effect, 1 being none
   * @param pairs combinations of the other factors that it is the mean of
   */
  public record Effect(String change, boolean interaction, Interval ratio, int pairs) {
    /** What it says: {@code no difference} when its interval spans 1. */
    public String reading() {
      return ratio.spansOne() ? "no difference" : ratio.low() > 1 ? "greater" : "less";
    }
  }

  private final String measure;
  private final List<String> factors;
  private final Factorial design;
  private final List<List<String>> cells;
  private final List<ToDoubleFunction<int[]>> figures;

  private Effects(
      String measure,
      List<String> factors,
      Factorial design,
      Function<List<String>, ToDoubleFunction<int[]>> figure) {
    this.measure = measure;
    this.factors = factors;
    this.design = design;
    this.cells = design.cells();
    this.figures = cells.stream().map(figure).toList();
    if (IntStream.range(0, factors.size()).filter(f -> levels(f).size() > 1).findAny().isEmpty()) {
      throw new InvalidInput(
          "no effects of %s: none of them changes".formatted(String.join(", ", factors)));
    }
  }

  /**
   * Effects on throughput.
   *
   * @param samples one row a round, as {@link Results#samples} gives them
   * @param factors {@code policy}, {@code representation}, a setting such as {@code gc} (where a
   *     label doesn't tell it, its level is {@code default}), or a parameter of the workload
   * @throws InvalidInput when no factor changes, or the cells differ in something else too
   */
  public static Effects onThroughput(Table samples, String... factors) {
    var design = new Factorial(samples, List.of(factors));
    return new Effects(
        "throughput", List.of(factors), design, cell -> design.figure(cell, "throughput_per_s"));
  }

  /**
   * Effects on a percentile of the hop's latency.
   *
   * @param percentile above 0, at most 100
   * @throws InvalidInput also when no latency was recorded
   */
  public static Effects onLatency(Table samples, double percentile, String... factors) {
    var design = new Factorial(samples, List.of(factors));
    return new Effects(
        "p" + Unit.COUNT.format(percentile),
        List.of(factors),
        design,
        cell -> design.percentile(cell, percentile));
  }

  /** What was measured: {@code throughput}, {@code p99}. */
  public String measure() {
    return measure;
  }

  /** Cells that never finished, by their labels: they are in no effect. */
  public List<String> failed() {
    return design.failed();
  }

  private List<String> levels(int factor) {
    return cells.stream().map(cell -> cell.get(factor)).distinct().toList();
  }

  /** Each factor's levels against its first. */
  public List<Effect> main() {
    var effects = new ArrayList<Effect>();
    for (int f = 0; f < factors.size(); f++) {
      for (String level : others(f)) {
        add(effects, factors.get(f) + ": " + change(f, level), false, contrast(f, level));
      }
    }
    return effects;
  }

  /** Each pair of factors: how the one's effect differs with the other. */
  public List<Effect> interactions() {
    var effects = new ArrayList<Effect>();
    for (int f = 0; f < factors.size(); f++) {
      for (int g = f + 1; g < factors.size(); g++) {
        for (String a : others(f)) {
          for (String b : others(g)) {
            add(effects, change(f, a) + " × " + change(g, b), true, contrast(f, a, g, b));
          }
        }
      }
    }
    return effects;
  }

  /** All of them as a table. */
  public Table table() {
    var all = new ArrayList<>(main());
    all.addAll(interactions());
    return Table.create(
        "effects on " + measure,
        StringColumn.create(
            "effect on " + measure,
            all.stream().map(e -> (e.interaction() ? "interaction: " : "") + e.change())),
        StringColumn.create("ratio", all.stream().map(e -> e.ratio().format(Unit.RATIO))),
        StringColumn.create("reading", all.stream().map(Effect::reading)),
        IntColumn.create("pairs", all.stream().mapToInt(Effect::pairs).toArray()));
  }

  private List<String> others(int factor) {
    var levels = levels(factor);
    return levels.subList(1, levels.size());
  }

  private String change(int factor, String level) {
    return level + " ÷ " + levels(factor).getFirst();
  }

  /** The cells whose logarithms are added (sign 1) and taken away (−1), a list for each pair. */
  private List<List<Term>> contrast(int f, String level) {
    var pairs = new ArrayList<List<Term>>();
    for (var cell : cells) {
      if (cell.get(f).equals(level)) {
        pairs.add(List.of(term(1, cell), term(-1, with(cell, f, levels(f).getFirst()))));
      }
    }
    return pairs;
  }

  private List<List<Term>> contrast(int f, String a, int g, String b) {
    var pairs = new ArrayList<List<Term>>();
    for (var cell : cells) {
      if (cell.get(f).equals(a) && cell.get(g).equals(b)) {
        var base = with(cell, f, levels(f).getFirst());
        String first = levels(g).getFirst();
        pairs.add(
            List.of(
                term(1, cell),
                term(-1, base),
                term(-1, with(cell, g, first)),
                term(1, with(base, g, first))));
      }
    }
    return pairs;
  }

  private record Term(int sign, int cell) {}

  private Term term(int sign, List<String> cell) {
    return new Term(sign, cells.indexOf(cell));
  }

  private static List<String> with(List<String> cell, int factor, String level) {
    var changed = new ArrayList<>(cell);
    changed.set(factor, level);
    return changed;
  }

  private void add(
      List<Effect> effects, String change, boolean interaction, List<List<Term>> pairs) {
    var whole =
        pairs.stream().filter(terms -> terms.stream().allMatch(t -> t.cell() >= 0)).toList();
    if (!whole.isEmpty()) {
      var ratio = Resampling.interval(design.passCount(), SEED, w -> Math.exp(mean(whole, w)));
      effects.add(new Effect(change, interaction, ratio, whole.size()));
    }
  }

  private double mean(List<List<Term>> pairs, int[] weights) {
    return pairs.stream()
            .flatMap(List::stream)
            .mapToDouble(t -> t.sign() * figures.get(t.cell()).applyAsDouble(weights))
            .sum()
        / pairs.size();
  }
}
