package io.interleave.table;

import io.interleave.workload.Histograms;
import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * A factorial design read from samples: its cells, each with the timed rows of its forks. Runtimes
 * of other names than {@code live:<policy>/<representation>} are none of it: they stand outside, as
 * anchors.
 */
final class Factorial {
  private static final String DEFAULT = "default";

  private final Table samples;
  private final List<String> factors;
  private final Map<List<String>, Map<Integer, List<Integer>>> rows = new LinkedHashMap<>();
  private final Set<String> failed = new LinkedHashSet<>();
  private final List<Integer> passes;

  Factorial(Table samples, List<String> factors) {
    this.samples = samples;
    this.factors = factors;
    var finished = new LinkedHashSet<String>();
    for (int row = 0; row < samples.rowCount(); row++) {
      if (text("runtime", row).startsWith("live:")) {
        read(row, finished);
      }
    }
    failed.removeAll(finished);
    if (rows.isEmpty()) {
      throw new InvalidInput("no factorial: there is no timed row of live:… in the table");
    }
    passes = passes();
  }

  private void read(int row, Set<String> finished) {
    if (!text("outcome", row).equals("ok")) {
      failed.add(text("label", row));
    } else if (text("phase", row).equals("timed")) {
      finished.add(text("label", row));
      var fork =
          rows.computeIfAbsent(levels(row), _ -> new TreeMap<>())
              .computeIfAbsent((int) number("fork", row), _ -> new ArrayList<>());
      if (fork.stream().anyMatch(r -> number("round", r) == number("round", row))) {
        throw new InvalidInput(
            "no factorial of %s: %s differ in something else too"
                .formatted(String.join(" × ", factors), levels(row)));
      }
      fork.add(row);
    }
  }

  /** Forks of the same number ran in the same pass: only passes that all cells have are paired. */
  private List<Integer> passes() {
    var common = new TreeSet<>(rows.values().iterator().next().keySet());
    rows.values().forEach(forks -> common.retainAll(forks.keySet()));
    if (common.isEmpty()) {
      throw new InvalidInput("no factorial: no pass has all cells");
    }
    return List.copyOf(common);
  }

  private List<String> levels(int row) {
    return factors.stream().map(factor -> level(factor, row)).toList();
  }

  private String level(String factor, int row) {
    String[] runtime = text("runtime", row).substring("live:".length()).split("/", 2);
    return switch (factor) {
      case "policy" -> runtime[0];
      case "representation" -> runtime.length > 1 ? runtime[1] : DEFAULT;
      default ->
          samples.containsColumn(factor) ? text(factor, row) : setting(factor, text("label", row));
    };
  }

  /** A label tells only the settings that differ from their defaults. */
  private static String setting(String name, String label) {
    return Arrays.stream(label.split(" "))
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .findFirst()
        .orElse(DEFAULT);
  }

  private String text(String column, int row) {
    return samples.getString(row, column);
  }

  private double number(String column, int row) {
    return ((NumericColumn<?>) samples.column(column)).getDouble(row);
  }

  /** The levels of each cell, in the order of the factors. */
  List<List<String>> cells() {
    return List.copyOf(rows.keySet());
  }

  /** Passes that all cells finished. */
  int passCount() {
    return passes.size();
  }

  /** Labels of those that never finished. */
  List<String> failed() {
    return List.copyOf(failed);
  }

  /**
   * Logarithm of a cell's figure, given how often each pass counts: the geometric mean of its
   * forks, each by its median round. Then a ratio of two cells is the geometric mean of the ratios
   * within a pass.
   */
  ToDoubleFunction<int[]> figure(List<String> cell, String column) {
    double[] logs =
        passes.stream()
            .map(pass -> rounds(cell, pass))
            .map(rounds -> rounds.stream().mapToDouble(r -> number(column, r)).toArray())
            .mapToDouble(values -> Math.log(Interval.ofMedian(values).median()))
            .toArray();
    return weights -> {
      double sum = 0;
      int count = 0;
      for (int i = 0; i < logs.length; i++) {
        sum += weights[i] * logs[i];
        count += weights[i];
      }
      return sum / count;
    };
  }

  /** The same of a percentile of the hop's latency: all forks' histograms merged. */
  ToDoubleFunction<int[]> percentile(List<String> cell, double percentile) {
    var merged = passes.stream().map(pass -> histogram(rounds(cell, pass))).toList();
    var resampling = new Resampling(merged);
    return weights -> Math.log(resampling.at(percentile, weights));
  }

  private Histogram histogram(List<Integer> rounds) {
    var merged = Histograms.empty();
    rounds.forEach(row -> merged.add(judged(row)));
    if (merged.getTotalCount() == 0) {
      throw new InvalidInput("no latency was recorded: record=off");
    }
    return merged;
  }

  /** As {@link Latency#judged}: of what was before the first retirement, if anything was. */
  private Histogram judged(int row) {
    for (String column : List.of("hop_histogram", "hop_drain_histogram")) {
      if (samples.containsColumn(column) && !text(column, row).isEmpty()) {
        var hops = Histograms.decode(text(column, row));
        if (hops.getTotalCount() > 0) {
          return hops;
        }
      }
    }
    return Histograms.empty();
  }

  private List<Integer> rounds(List<String> cell, int pass) {
    return rows.getOrDefault(cell, Map.of()).getOrDefault(pass, List.of());
  }
}
