package io.interleave.table;

import io.interleave.run.ForkRecord;
import io.interleave.run.ForkRecord.RoundRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * All forks of one trial, and what they say together. A fork counts once: its figure is the median
 * of its timed rounds, since rounds of one process are no independent repeats.
 *
 * @param forks of one trial, by number
 */
public record Group(List<ForkRecord> forks) {
  /** The trials of a run, in the order they first ran in. */
  static List<Group> of(List<ForkRecord> forks) {
    return forks.stream()
        .collect(
            Collectors.groupingBy(
                f -> f.key().substring(0, f.key().lastIndexOf('#')),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .map(Group::new)
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

  /** How the forks ended, such as {@code ok}, {@code 9 of 10 ok; dnf: deadlock: …}. */
  String outcome() {
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

  /** The median of a metric with its interval; empty when no fork has it. */
  public Optional<Interval> metric(String name) {
    return interval(perFork(round -> metric(round, name)));
  }

  /** The median of what was measured of the whole process from outside, with its interval. */
  public Optional<Interval> measured(String name) {
    var values = new LinkedHashMap<Integer, Double>();
    finished().stream()
        .filter(f -> f.measured().containsKey(name))
        .forEach(f -> values.put(f.fork(), f.measured().get(name)));
    return interval(values);
  }

  static Optional<Interval> interval(Map<Integer, Double> perFork) {
    return perFork.isEmpty() ? Optional.empty() : Optional.of(Interval.ofMedian(values(perFork)));
  }

  private static double[] values(Map<Integer, Double> perFork) {
    return perFork.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** This trial's throughput to another's, paired by pass; empty when no pass has both. */
  public Optional<Interval> ratioTo(Group other) {
    Map<Integer, Double> ours = perFork(round -> metric(round, "throughput_per_s"));
    Map<Integer, Double> theirs = other.perFork(round -> metric(round, "throughput_per_s"));
    ours.keySet().retainAll(theirs.keySet());
    theirs.keySet().retainAll(ours.keySet());
    return ours.isEmpty()
        ? Optional.empty()
        : Optional.of(Interval.ofRatio(values(ours), values(theirs)));
  }

  /**
   * Percentiles of the latency, from histograms merged over rounds and forks; empty when none was
   * recorded.
   */
  public List<Interval> latency(double... percentiles) {
    List<Histogram> perFork = histograms(Latency::judged);
    return perFork.isEmpty()
        ? List.of()
        : Interval.ofPercentiles(perFork, Arrays.stream(percentiles).boxed().toList(), 42);
  }

  /** The greatest latency seen, in nanoseconds. */
  public Optional<Double> latencyMax() {
    return Latency.merged(histograms(Latency::judged)).map(h -> (double) h.getMaxValue());
  }

  private List<Histogram> histograms(Function<RoundRecord, Optional<Histogram>> which) {
    var perFork = new ArrayList<Histogram>();
    for (ForkRecord fork : finished()) {
      Latency.merged(timed(fork).stream().map(which).flatMap(Optional::stream).toList())
          .ifPresent(perFork::add);
    }
    return perFork;
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

  /** Processor time a delivery, in nanoseconds. */
  public Optional<Interval> cpuPerDelivery() {
    return interval(perFork(round -> metric(round, "cpu_ns") / round.deliveries()));
  }

  /** How many forks were measured while others used the machine. */
  long noisy() {
    return forks.stream().filter(ForkRecord::noisy).count();
  }
}
