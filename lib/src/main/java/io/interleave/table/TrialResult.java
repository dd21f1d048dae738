package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.ForkRecord.RoundRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * All forks of one trial, and what they say together. A fork counts once: its figure is the median
 * of its timed rounds, since rounds of one process are no independent repeats.
 *
 * <p>Over 250 lines: many short questions to one list of forks.
 */
public final class TrialResult {
  private final List<ForkRecord> forks;
  private @Nullable List<Histogram> judged;

  /**
   * What these forks say together.
   *
   * @param forks of one trial
   */
  public TrialResult(List<ForkRecord> forks) {
    this.forks = List.copyOf(forks);
  }

  /** Its forks, as they ran. */
  public List<ForkRecord> forks() {
    return forks;
  }

  /** The trials of a run, in the order of its forks. */
  static List<TrialResult> of(List<ForkRecord> forks) {
    return forks.stream()
        .collect(
            Collectors.groupingBy(ForkRecord::trialKey, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(TrialResult::new)
        .toList();
  }

  /** One of them, for what is the same in all. */
  ForkRecord any() {
    return forks.getFirst();
  }

  /** Those that finished with the right answer. */
  List<ForkRecord> finished() {
    return forks.stream().filter(f -> f.outcome().equals("ok")).toList();
  }

  /** The runtime and those of its settings that differ from their defaults. */
  public String label() {
    return any().label();
  }

  /** How the forks ended, such as {@code ok}, {@code 9 of 10 ok; dnf: deadlock: …}. */
  public String outcome() {
    int ok = finished().size();
    if (ok == forks.size()) {
      return "ok";
    }
    String reasons =
        forks.stream()
            .filter(f -> f.reason() != null)
            .map(f -> f.outcome() + ": " + f.reason())
            .distinct()
            .collect(Collectors.joining("; "));
    return ok == 0 ? reasons : "%d of %d ok; %s".formatted(ok, forks.size(), reasons);
  }

  /**
   * A figure of each finished fork by its number: the median over its timed rounds; forks without
   * it are left out.
   */
  Map<Integer, Double> perFork(ToDoubleFunction<RoundRecord> figure) {
    var perFork = new LinkedHashMap<Integer, Double>();
    for (ForkRecord fork : finished()) {
      double[] values =
          timed(fork).stream().mapToDouble(figure).filter(v -> !Double.isNaN(v)).sorted().toArray();
      if (values.length > 0) {
        perFork.put(fork.fork(), (values[(values.length - 1) / 2] + values[values.length / 2]) / 2);
      }
    }
    return perFork;
  }

  static List<RoundRecord> timed(ForkRecord fork) {
    return fork.rounds().stream().filter(r -> r.phase().equals("timed")).toList();
  }

  /** A metric by its name; NaN when it wasn't measured. */
  static double metric(RoundRecord round, String name) {
    Number value = round.metrics().get(name);
    return value == null ? Double.NaN : value.doubleValue();
  }

  /**
   * The median of a metric, or of what was measured of the whole process from outside, with its
   * interval; empty when no fork has it.
   */
  public Optional<Interval> median(String name) {
    return interval(byFork(name));
  }

  private Map<Integer, Double> byFork(String name) {
    var measured = new LinkedHashMap<Integer, Double>();
    finished().stream()
        .filter(f -> f.measured().containsKey(name))
        .forEach(f -> measured.put(f.fork(), f.measured().get(name)));
    return measured.isEmpty() ? perFork(round -> metric(round, name)) : measured;
  }

  static Optional<Interval> interval(Map<Integer, Double> perFork) {
    return perFork.isEmpty() ? Optional.empty() : Optional.of(Interval.ofMedian(values(perFork)));
  }

  private static double[] values(Map<Integer, Double> perFork) {
    return perFork.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** This trial's throughput to another's, paired by pass; empty when no pass has both. */
  public Optional<Interval> ratioTo(TrialResult other) {
    return ratioTo(other, "throughput_per_s");
  }

  /**
   * The same of any metric, or of what was measured from outside, such as {@code peak_rss_bytes}.
   */
  public Optional<Interval> ratioTo(TrialResult other, String name) {
    Map<Integer, Double> ours = byFork(name);
    Map<Integer, Double> theirs = other.byFork(name);
    ours.keySet().retainAll(theirs.keySet());
    theirs.keySet().retainAll(ours.keySet());
    return ours.isEmpty()
        ? Optional.empty()
        : Optional.of(Interval.ofRatio(values(ours), values(theirs)));
  }

  /**
   * What a metric is more than another trial's, paired by pass: of a call, what crossing costs
   * beyond the bare loop; empty when no pass has both.
   */
  public Optional<Interval> moreThan(TrialResult other, String name) {
    Map<Integer, Double> ours = byFork(name);
    Map<Integer, Double> theirs = other.byFork(name);
    ours.keySet().retainAll(theirs.keySet());
    ours.replaceAll((fork, value) -> value - theirs.getOrDefault(fork, Double.NaN));
    return interval(ours);
  }

  /**
   * Percentiles of the latency, from histograms merged over rounds and forks; empty when none was
   * recorded.
   */
  public List<Interval> latency(double... percentiles) {
    List<Histogram> perFork = judged();
    return perFork.isEmpty()
        ? List.of()
        : Interval.ofPercentiles(perFork, Arrays.stream(percentiles).boxed().toList(), 42);
  }

  /** A percentile of the latency as text, with its interval; {@code not measured} without one. */
  public String told(double percentile) {
    return latency(percentile).stream()
        .findFirst()
        .map(i -> i.format(Unit.NANOSECONDS))
        .orElse("not measured");
  }

  /** A percentile of one histogram, by its name in the contract, as text with its interval. */
  public String told(String histogram, double percentile) {
    return percentile(histogram, percentile)
        .map(i -> i.format(Unit.NANOSECONDS))
        .orElse("not measured");
  }

  /** A percentile of one histogram, by its name in the contract; empty when none was recorded. */
  public Optional<Interval> percentile(String histogram, double percentile) {
    var perFork = histograms(round -> Latency.of(round, histogram));
    return perFork.isEmpty()
        ? Optional.empty()
        : Optional.of(Interval.ofPercentile(perFork, percentile, 42));
  }

  /**
   * A percentile of one histogram to that of another's, which may be this trial's own, paired by
   * pass; empty when no pass has both.
   */
  public Optional<Interval> percentileRatio(
      String histogram, double percentile, TrialResult other, String its) {
    Map<Integer, Double> ours = percentileByFork(histogram, percentile);
    Map<Integer, Double> theirs = other.percentileByFork(its, percentile);
    ours.keySet().retainAll(theirs.keySet());
    ours.replaceAll((fork, value) -> value / theirs.getOrDefault(fork, Double.NaN));
    return interval(ours);
  }

  private Map<Integer, Double> percentileByFork(String histogram, double percentile) {
    var byFork = new LinkedHashMap<Integer, Double>();
    for (ForkRecord fork : finished()) {
      var rounds = timed(fork).stream().map(round -> Latency.of(round, histogram));
      Latency.merged(rounds.flatMap(Optional::stream).toList())
          .ifPresent(h -> byFork.put(fork.fork(), (double) h.getValueAtPercentile(percentile)));
    }
    return byFork;
  }

  /** {@link #median} as text with its interval; {@code not measured} when there is none. */
  public String toldMedian(String name) {
    return median(name).map(i -> i.format(Unit.of(name))).orElse("not measured");
  }

  /** {@link #ratioTo(TrialResult, String)} as text; {@code not measured} when there is none. */
  public String toldRatioTo(TrialResult other, String name) {
    return ratioTo(other, name).map(i -> i.format(Unit.RATIO)).orElse("not measured");
  }

  /** The greatest latency seen, in nanoseconds. */
  public Optional<Double> latencyMax() {
    return Latency.merged(judged()).map(h -> (double) h.getMaxValue());
  }

  /**
   * The share of all hops that a tail is taken of: those before the first retirement. 1 in the open
   * loop, and where none was timed.
   */
  double judgedShare() {
    double all = count(histograms(Latency::allHops));
    return all == 0 ? 1 : count(histograms(Latency::judgedHops)) / all;
  }

  private static double count(List<Histogram> histograms) {
    return histograms.stream().mapToDouble(Histogram::getTotalCount).sum();
  }

  /** One histogram a fork. Decoding them is most of a summary's work, so it is done once. */
  private synchronized List<Histogram> judged() {
    if (judged == null) {
      judged = histograms(Latency::judged);
    }
    return judged;
  }

  private List<Histogram> histograms(Function<RoundRecord, Optional<Histogram>> one) {
    return finished().stream()
        .map(
            fork ->
                Latency.merged(timed(fork).stream().map(one).flatMap(Optional::stream).toList()))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Throughput × mean latency: how many messages were under way on average, whatever K was asked
   * for.
   */
  public Optional<Interval> effectiveInFlight() {
    return interval(
        perFork(
            round ->
                Latency.allHops(round)
                    .map(h -> metric(round, "throughput_per_s") * h.getMean() / 1e9)
                    .orElse(Double.NaN)));
  }

  /** Open loop: the share of the offered load that was carried, its median; NaN without one. */
  double achieved() {
    return interval(perFork(r -> metric(r, "throughput_per_s") / metric(r, "offered_per_s")))
        .map(Interval::median)
        .orElse(Double.NaN);
  }

  /** Processor time a delivery, in nanoseconds. */
  public Optional<Interval> cpuPerDelivery() {
    return interval(cpuPerHop());
  }

  /** The same of each finished fork. */
  Map<Integer, Double> cpuPerHop() {
    return perFork(round -> metric(round, "cpu_ns") / round.deliveries());
  }

  /**
   * Wall time × workers a delivery, in nanoseconds, of each finished fork that says how many
   * workers it had: with waiting, which processor time is without.
   */
  Map<Integer, Double> wallPerHop() {
    var perHop = perFork(round -> 1e9 / metric(round, "throughput_per_s"));
    var workers = new LinkedHashMap<Integer, Double>();
    finished().forEach(f -> workers.put(f.fork(), workers(f)));
    perHop.replaceAll((fork, ns) -> ns * workers.getOrDefault(fork, Double.NaN));
    perHop.values().removeIf(ns -> Double.isNaN(ns));
    return perHop;
  }

  private static double workers(ForkRecord fork) {
    String told = fork.notes().getOrDefault("workers", "");
    return told.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(told) : Double.NaN;
  }

  /** How many forks were measured while others used the machine. */
  long noisy() {
    return forks.stream().filter(ForkRecord::noisy).count();
  }
}
