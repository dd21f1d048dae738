package io.interleave.figure;

import io.interleave.table.Interval;
import io.interleave.workload.Histograms;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/**
 * Some rows of a table of samples. A column that is missing reads as missing values, so that tables
 * of older runs can be drawn.
 */
final class Rows {
  private final Table table;
  private final int[] index;

  private Rows(Table table, int[] index) {
    this.table = table;
    this.index = index;
  }

  static Rows all(Table table) {
    return new Rows(table, IntStream.range(0, table.rowCount()).toArray());
  }

  Table table() {
    return table;
  }

  /** Their numbers in the table. */
  int[] index() {
    return index.clone();
  }

  boolean isEmpty() {
    return index.length == 0;
  }

  private Rows where(IntPredicate row) {
    return new Rows(table, Arrays.stream(index).filter(row).toArray());
  }

  Rows timed() {
    return where(i -> text("phase", i).equals("timed") && text("outcome", i).equals("ok"));
  }

  /** What did not finish, and what a runtime can't do. */
  Rows failed() {
    return where(i -> !text("outcome", i).equals("ok"));
  }

  /** Timed rows, and those that failed. */
  Rows told() {
    return where(i -> !text("outcome", i).equals("ok") || text("phase", i).equals("timed"));
  }

  Rows closedLoop() {
    return where(i -> !(number("rate", i) > 0));
  }

  Rows openLoop() {
    return where(i -> number("rate", i) > 0);
  }

  /** Rows with a value in this column. */
  Rows having(String column) {
    return where(i -> table.containsColumn(column) && !table.column(column).isMissing(i));
  }

  /** The row's text; empty when missing. */
  String text(String column, int row) {
    return table.containsColumn(column) && !table.column(column).isMissing(row)
        ? table.getString(row, column)
        : "";
  }

  /** The row's number; NaN when missing. */
  double number(String column, int row) {
    if (!table.containsColumn(column) || table.column(column).isMissing(row)) {
      return Double.NaN;
    }
    return table.column(column) instanceof NumericColumn<?> numbers
        ? numbers.getDouble(row)
        : numberIn(table.getString(row, column));
  }

  /** A word of the contract may be a number, such as the depth of a chain. */
  private static double numberIn(String text) {
    return text.matches("[0-9]{1,15}") ? Double.parseDouble(text) : Double.NaN;
  }

  /** In groups, in the order of their first rows. */
  <K> Map<K, Rows> by(IntFunction<K> key) {
    var rows = new LinkedHashMap<K, IntStream.Builder>();
    for (int i : index) {
      rows.computeIfAbsent(key.apply(i), k -> IntStream.builder()).add(i);
    }
    var groups = new LinkedHashMap<K, Rows>();
    rows.forEach((k, some) -> groups.put(k, new Rows(table, some.build().toArray())));
    return groups;
  }

  /** By run and number: forks of two trials with the same ones ran in the same pass. */
  private Map<String, Rows> forks() {
    return by(i -> text("run", i) + " " + number("fork", i));
  }

  /** One value a fork: the median of its rounds. Forks without a value are left out. */
  double[] perFork(String column) {
    return perPass(column).values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The same by pass, for pairs. */
  Map<String, Double> perPass(String column) {
    var perPass = new LinkedHashMap<String, Double>();
    forks()
        .forEach(
            (pass, fork) -> {
              double[] values =
                  Arrays.stream(fork.index)
                      .mapToDouble(i -> number(column, i))
                      .filter(v -> !Double.isNaN(v))
                      .toArray();
              if (values.length > 0) {
                perPass.put(pass, Interval.ofMedian(values).median());
              }
            });
    return perPass;
  }

  /** One histogram a fork: those of its rounds merged. Forks without one are left out. */
  List<Histogram> histograms(String column) {
    return forks().values().stream()
        .map(fork -> fork.having(column))
        .filter(fork -> !fork.isEmpty())
        .map(fork -> merged(fork, column))
        .toList();
  }

  private static Histogram merged(Rows fork, String column) {
    var merged = Histograms.decode(fork.text(column, fork.index[0]));
    for (int i : Arrays.copyOfRange(fork.index, 1, fork.index.length)) {
      merged.add(Histograms.decode(fork.text(column, i)));
    }
    return merged;
  }
}
