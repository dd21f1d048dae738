package io.interleave.jmh;

import io.interleave.table.Interval;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JMH's results. A score is the median of the forks, each the mean of its iterations, and its
 * interval is theirs, as everywhere here; JMH's own 99.9 % error takes iterations of one fork for
 * independent, and is left out.
 */
final class Scores {
  /** Of one benchmark and combination of parameters; forks in their order, one a turn. */
  private record Score(
      String benchmark, String parameters, String mode, String unit, List<List<Double>> forks) {
    List<Double> means() {
      return forks.stream().map(fork -> values(fork).average().orElse(Double.NaN)).toList();
    }
  }

  private final Map<String, Score> scores = new LinkedHashMap<>(); // by benchmark and parameters

  private Scores() {}

  /** Of a group of methods that run side by side each is one. */
  static Scores read(String json) {
    var scores = new Scores();
    JsonMapper.shared().readTree(json).forEach(scores::add);
    return scores;
  }

  private void add(JsonNode result) {
    String name = Micro.shortened(result.path("benchmark").asString());
    var members = result.path("secondaryMetrics");
    if (members.isEmpty()) {
      add(result, name, result.path("primaryMetric"));
    } else {
      members.forEachEntry((member, metric) -> add(result, name + ":" + member, metric));
    }
  }

  private void add(JsonNode result, String name, JsonNode metric) {
    String parameters =
        result.path("params").properties().stream()
            .map(p -> p.getKey() + "=" + p.getValue().asString())
            .collect(Collectors.joining(" "));
    var score =
        scores.computeIfAbsent(
            name + " " + parameters,
            _ ->
                new Score(
                    name,
                    parameters,
                    result.path("mode").asString(),
                    metric.path("scoreUnit").asString(),
                    new ArrayList<>()));
    for (JsonNode fork : metric.path("rawData")) {
      score.forks.add(
          StreamSupport.stream(fork.spliterator(), false).map(JsonNode::asDouble).toList());
    }
  }

  /**
   * The score of each fork, by turns.
   *
   * @param parameters some of its parameters, such as {@code tasks=128}
   */
  Estimate estimate(String benchmark, String... parameters) {
    return scores.values().stream()
        .filter(score -> score.benchmark.equals(benchmark))
        .filter(score -> List.of(score.parameters.split(" ")).containsAll(List.of(parameters)))
        .findFirst()
        .map(
            score ->
                new Estimate(
                    (benchmark + " " + String.join(" ", parameters)).strip(), score.means()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no score of %s %s".formatted(benchmark, List.of(parameters))));
  }

  /** One row a benchmark and combination of parameters. */
  Table table() {
    var table =
        Table.create(
            "benchmarks",
            StringColumn.create("benchmark"),
            StringColumn.create("parameters"),
            StringColumn.create("mode"),
            number("score"),
            number("low"),
            number("high"),
            StringColumn.create("interval"),
            StringColumn.create("unit"),
            IntColumn.create("forks"),
            IntColumn.create("iterations"));
    scores.values().forEach(score -> append(score, table));
    return table;
  }

  private static void append(Score score, Table table) {
    var means = score.means();
    var first = score.forks.getFirst();
    boolean alone = means.size() == 1;
    var interval = Interval.ofMedian(values(means).toArray());
    var row = table.appendRow();
    row.setString("benchmark", score.benchmark);
    row.setString("parameters", score.parameters);
    row.setString("mode", score.mode);
    row.setDouble("score", interval.median());
    row.setDouble("low", alone ? values(first).min().orElseThrow() : interval.low());
    row.setDouble("high", alone ? values(first).max().orElseThrow() : interval.high());
    row.setString(
        "interval",
        alone
            ? "range of %d iterations".formatted(first.size())
            : "%s of %d forks".formatted(interval.kind(), interval.n()));
    row.setString("unit", score.unit);
    row.setInt("forks", means.size());
    row.setInt("iterations", first.size());
  }

  private static DoubleStream values(List<Double> values) {
    return values.stream().mapToDouble(value -> value);
  }

  private static DoubleColumn number(String name) {
    var column = DoubleColumn.create(name);
    var symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
    column.setPrintFormatter(new NumberColumnFormatter(new DecimalFormat("#,##0.0#", symbols)));
    return column;
  }
}
