package io.interleave.table;

import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The gap between two trials in one cost, taken apart. All numbers rest on the passes in which
 * every trial finished, and differences and shares are medians of those within a pass. So they are
 * not the differences of the totals' medians, and their sum is the whole only up to noise.
 *
 * @param totals nanoseconds a hop of each trial, from the first to the last
 * @param saved by each step, so one fewer: what a hop cost before it less what it costs after it;
 *     below 0 when the step costs
 * @param whole the first trial's cost less the last one's
 * @param named what all steps but the last save together
 * @param shares each step's part of the whole, in percent; none when {@code whole} spans 0, since
 *     there is then no gap to share
 * @param explained the named steps' part of the whole, in percent; empty when {@code shares} is
 */
public record Gap(
    List<Interval> totals,
    List<Interval> saved,
    Interval whole,
    Interval named,
    List<Interval> shares,
    Optional<Interval> explained) {
  /** Copies what it is given. */
  public Gap {
    totals = List.copyOf(totals);
    saved = List.copyOf(saved);
    shares = List.copyOf(shares);
  }

  /**
   * Takes it apart.
   *
   * @param cost what is told of when it is missing
   * @param labels of the trials
   * @param perPass of each trial, nanoseconds a hop by pass
   */
  static Gap of(String cost, List<String> labels, List<Map<Integer, Double>> perPass) {
    for (int trial = 0; trial < labels.size(); trial++) {
      if (perPass.get(trial).isEmpty()) {
        throw new InvalidInput("no fork of '%s' has its %s".formatted(labels.get(trial), cost));
      }
    }
    var common = new LinkedHashSet<>(perPass.getFirst().keySet());
    perPass.forEach(trial -> common.retainAll(trial.keySet()));
    if (common.isEmpty()) {
      throw new InvalidInput("no pass has the %s of all of %s".formatted(cost, labels));
    }
    return of(
        perPass.stream()
            .map(
                trial ->
                    common.stream().mapToDouble(p -> trial.getOrDefault(p, Double.NaN)).toArray())
            .toList());
  }

  private static Gap of(List<double[]> costs) {
    double[] first = costs.getFirst();
    double[] last = costs.getLast();
    double[] gaps = less(first, last);
    var steps = new ArrayList<double[]>();
    for (int step = 1; step < costs.size(); step++) {
      steps.add(less(costs.get(step - 1), costs.get(step)));
    }
    double[] named = less(first, costs.get(costs.size() - 2));
    var whole = Interval.ofMedian(gaps);
    boolean any = !whole.spansZero();
    return new Gap(
        costs.stream().map(Interval::ofMedian).toList(),
        steps.stream().map(Interval::ofMedian).toList(),
        whole,
        Interval.ofMedian(named),
        any ? steps.stream().map(step -> percent(step, gaps)).toList() : List.of(),
        any ? Optional.of(percent(named, gaps)) : Optional.empty());
  }

  private static double[] less(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }

  private static Interval percent(double[] some, double[] of) {
    return Interval.ofRatio(
        IntStream.range(0, some.length).mapToDouble(i -> 100 * some[i]).toArray(), of);
  }
}
