package io.interleave.jmh;

import io.interleave.table.Interval;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JMH's results as a table. The score is the median of the forks, each the mean of its iterations,
 * and its interval is theirs, as everywhere here; JMH's own 99.9 % error takes iterations of one
 * fork for independent, and is left out.
 */
final class Scores {
  private final StringColumn benchmark = StringColumn.create("benchmark");
  private final StringColumn parameters = StringColumn.create("parameters");
  private final StringColumn mode = StringColumn.create("mode");
  private final DoubleColumn score = number("score");
  private final DoubleColumn low = number("low");
  private final DoubleColumn high = number("high");
  private final StringColumn ends = StringColumn.create("interval");
  private final StringColumn unit = StringColumn.create("unit");
  private final IntColumn forks = IntColumn.create("forks");
  private final IntColumn iterations = IntColumn.create("iterations");

  private Scores() {}

  /** One row a benchmark and combination of parameters; of a group, one row a method. */
  static Table table(String json) {
    var scores = new Scores();
    JsonMapper.shared().readTree(json).forEach(scores::add);
    return Table.create(
        "benchmarks",
        scores.benchmark,
        scores.parameters,
        scores.mode,
        scores.score,
        scores.low,
        scores.high,
        scores.ends,
        scores.unit,
        scores.forks,
        scores.iterations);
  }

  private static DoubleColumn number(String name) {
    var column = DoubleColumn.create(name);
    var symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
    column.setPrintFormatter(new NumberColumnFormatter(new DecimalFormat("#,##0.0#", symbols)));
    return column;
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
    double[][] raw =
        StreamSupport.stream(metric.path("rawData").spliterator(), false)
            .map(fork -> StreamSupport.stream(fork.spliterator(), false))
            .map(fork -> fork.mapToDouble(JsonNode::asDouble).toArray())
            .toArray(double[][]::new);
    double[] means = Arrays.stream(raw).mapToDouble(Scores::mean).toArray();
    var interval = Interval.ofMedian(means);
    benchmark.append(name);
    parameters.append(parameters(result.path("params")));
    mode.append(result.path("mode").asString());
    score.append(interval.median());
    low.append(means.length > 1 ? interval.low() : Arrays.stream(raw[0]).min().orElseThrow());
    high.append(means.length > 1 ? interval.high() : Arrays.stream(raw[0]).max().orElseThrow());
    ends.append(ends(interval, raw[0].length));
    unit.append(metric.path("scoreUnit").asString());
    forks.append(means.length);
    iterations.append(raw[0].length);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static String ends(Interval interval, int iterations) {
    return interval.n() == 1
        ? "range of %d iterations".formatted(iterations)
        : "%s of %d forks".formatted(interval.kind(), interval.n());
  }

  private static String parameters(JsonNode params) {
    return params.properties().stream()
        .map(p -> p.getKey() + "=" + p.getValue().asString())
        .collect(Collectors.joining(" "));
  }
}
