package io.interleave.table;

import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a simulated machine said beside what was measured, for every cell that both have. Over 200
 * lines with its tables.
 *
 * <p>Judged are cells that are busy but not overloaded: of the closed loop, throughput and p99 with
 * K of at least 100; of the open one, p99 at a load of at most 80 % of the most that the same
 * runtime was seen to carry. (Its throughput is given, and would flatter.) A p99 of the closed loop
 * is only judged where it rests on a tenth of all hops: with very many tokens the first retires
 * soon, and hardly a hop comes before it. All else is shown.
 *
 * <pre>{@code
 * lab.experiment(mesh).on("live:tokio/stackless", "sim:tokio/stackless@2 costs=this-machine")
 *     .run().predictions().table()
 * }</pre>
 */
public final class Predictions {
  /** The least K that is judged. */
  public static final long LEAST_IN_FLIGHT = 100;

  /** The highest load that is judged, as a share of the most that was carried. */
  public static final double HIGHEST_LOAD = 0.8;

  /** The least share of all hops that a judged p99 rests on. */
  public static final double LEAST_SHARE = 0.1;

  /** How large the median error of a judged measure may be. */
  public static final Map<String, Double> BOUNDS = Map.of("throughput", 0.15, "p99", 0.30);

  private static final double[] PERCENTILES = {50, 99, 99.9};

  private final String run;
  private final List<Prediction> all;

  private Predictions(String run, List<Prediction> all) {
    this.run = run;
    this.all = List.copyOf(all);
  }

  /**
   * Some predictions, such as of several runs, to be told and judged as one.
   *
   * @param run what they are called
   */
  public static Predictions of(String run, List<Prediction> some) {
    return new Predictions(run, some);
  }

  /**
   * Every measured trial beside the simulated one that {@code meant} finds for it.
   *
   * @throws InvalidInput when there is no pair
   */
  private static Predictions paired(
      String run, List<TrialResult> measured, List<Pair> pairs, String wanted) {
    if (pairs.isEmpty()) {
      throw new InvalidInput("no prediction in %s: it has no cell of %s".formatted(run, wanted));
    }
    var varied = Cells.varied(pairs.stream().map(Pair::measured).toList());
    var all = new ArrayList<Prediction>();
    for (var pair : pairs) {
      all.addAll(predictions(pair, Cells.told(pair.measured(), varied), shown(pair, measured)));
    }
    return new Predictions(run, all);
  }

  private record Pair(TrialResult measured, TrialResult simulated) {}

  /** Every live cell, and the simulated one of the same policy, tasks, workers and constants. */
  static Predictions matched(String run, List<TrialResult> measured, List<TrialResult> simulated) {
    var pairs = new ArrayList<Pair>();
    for (var trial : measured) {
      for (var other : simulated) {
        if (Cells.isCounterpart(trial, other)) {
          pairs.add(new Pair(trial, other));
        }
      }
    }
    return paired(run, measured, pairs, "live:… and sim:…@ its number of workers");
  }

  /** These two runtimes, whatever they are, wherever both ran the same. */
  static Predictions named(
      String run,
      List<TrialResult> trials,
      Predicate<TrialResult> simulated,
      Predicate<TrialResult> measured,
      String wanted) {
    var pairs = new ArrayList<Pair>();
    for (var trial : trials.stream().filter(measured).toList()) {
      trials.stream()
          .filter(simulated)
          .filter(other -> Cells.ranTheSame(trial, other))
          .forEach(other -> pairs.add(new Pair(trial, other)));
    }
    return paired(run, trials, pairs, wanted);
  }

  private static List<Prediction> predictions(Pair pair, String cell, String shown) {
    var all = new ArrayList<Prediction>();
    boolean given = Cells.rate(pair.measured()) > 0;
    both(
            pair.measured().median("throughput_per_s"),
            pair.simulated().median("throughput_per_s"),
            pair,
            cell,
            "throughput",
            given ? "the rate is given" : shown)
        .ifPresent(all::add);
    var measured = pair.measured().latency(PERCENTILES);
    var simulated = pair.simulated().latency(PERCENTILES);
    for (int i = 0; i < Math.min(measured.size(), simulated.size()); i++) {
      String measure = "p" + Double.toString(PERCENTILES[i]).replace(".0", "");
      String why = measure.equals("p99") ? few(pair).orElse(shown) : "p99 is judged";
      both(Optional.of(measured.get(i)), Optional.of(simulated.get(i)), pair, cell, measure, why)
          .ifPresent(all::add);
    }
    return all;
  }

  private static Optional<String> few(Pair pair) {
    double share = Math.min(pair.measured().judgedShare(), pair.simulated().judgedShare());
    return share >= LEAST_SHARE
        ? Optional.empty()
        : Optional.of("%.0f %% of the hops are before the first retirement".formatted(100 * share));
  }

  private static Optional<Prediction> both(
      Optional<Interval> measured,
      Optional<Interval> simulated,
      Pair pair,
      String cell,
      String measure,
      String shown) {
    if (measured.isEmpty() || simulated.isEmpty()) {
      return Optional.empty();
    }
    var unit = measure.equals("throughput") ? Unit.PER_SECOND : Unit.NANOSECONDS;
    return Optional.of(
        new Prediction(
            pair.measured().label(),
            pair.simulated().label(),
            cell,
            measure,
            unit,
            measured.get(),
            simulated.get(),
            shown));
  }

  /** Why a cell is not judged; empty when it is. */
  private static String shown(Pair pair, List<TrialResult> measured) {
    double rate = Cells.rate(pair.measured());
    if (rate > 0) {
      double most = Cells.mostCarried(pair.measured(), measured);
      return rate <= HIGHEST_LOAD * most
          ? ""
          : "load %.0f %% of the most seen".formatted(100 * rate / most);
    }
    long inFlight = Cells.number(pair.measured(), "inFlight", LEAST_IN_FLIGHT);
    return inFlight >= LEAST_IN_FLIGHT ? "" : "K below " + LEAST_IN_FLIGHT;
  }

  /** Each of them: by cell, throughput first. */
  public List<Prediction> all() {
    return all;
  }

  /** The name of the run that was measured. */
  public String run() {
    return run;
  }

  /** A row a prediction: both with their intervals, the error, and whether it is judged. */
  public Table table() {
    return Table.create(
        run + ": predicted beside observed",
        column("runtime", Prediction::observed),
        column("cell", Prediction::cell),
        column("simulated by", Prediction::predicted),
        column("measure", Prediction::measure),
        column("observed", p -> p.measured().format(p.unit())),
        column("predicted", p -> p.simulated().format(p.unit())),
        column("error", Prediction::toldError),
        column("judged", p -> p.judged() ? "judged" : "shown: " + p.shown()));
  }

  private StringColumn column(String name, java.util.function.Function<Prediction, String> of) {
    return StringColumn.create(name, all.stream().map(of).toList());
  }

  /** The judged ones of a measure. */
  public List<Prediction> judged(String measure) {
    return all.stream().filter(p -> p.judged() && p.measure().equals(measure)).toList();
  }

  /** The median of |error| over the judged cells, 0.15 being 15 %; NaN when none is judged. */
  public double medianAbsoluteError(String measure) {
    double[] errors =
        judged(measure).stream().mapToDouble(p -> Math.abs(p.error())).sorted().toArray();
    int n = errors.length;
    return n == 0 ? Double.NaN : (errors[(n - 1) / 2] + errors[n / 2]) / 2;
  }

  /** The judged one that is furthest off; empty when none is judged. */
  public Optional<Prediction> worst(String measure) {
    return judged(measure).stream().max(Comparator.comparingDouble(p -> Math.abs(p.error())));
  }

  /** A row a judged measure: its median error, its bound, and its worst cell. */
  public Table verdict() {
    String[] measures = {"throughput", "p99"};
    return Table.create(
        run + ": how far off",
        texts("run", measures, _ -> run),
        StringColumn.create("measure", measures),
        texts("judged cells", measures, m -> Integer.toString(judged(m).size())),
        texts("median |error|", measures, m -> percent(medianAbsoluteError(m))),
        texts("bound", measures, m -> percent(bound(m))),
        texts("within", measures, this::within),
        texts("worst", measures, m -> worst(m).map(Prediction::toldError).orElse("–")),
        texts("where", measures, m -> worst(m).map(Prediction::where).orElse("–")));
  }

  private static StringColumn texts(
      String name, String[] measures, java.util.function.Function<String, String> text) {
    return StringColumn.create(name, Arrays.stream(measures).map(text).toList());
  }

  private static double bound(String measure) {
    return BOUNDS.getOrDefault(measure, Double.NaN);
  }

  private String within(String measure) {
    double error = medianAbsoluteError(measure);
    return Double.isNaN(error) ? "not judged" : error <= bound(measure) ? "yes" : "no";
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : "%.0f %%".formatted(100 * share);
  }
}
