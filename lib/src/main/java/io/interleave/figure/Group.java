package io.interleave.figure;

import io.interleave.table.Unit;
import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.columns.Column;

/**
 * Rows that may be summed up as one: the same runtime, settings and parameters.
 *
 * @param label runtime and settings, as in the table
 * @param differs parameters that set this group apart from most others, such as {@code
 *     messages=100,000}; often empty
 * @param rows its timed rows and those that failed
 */
record Group(String label, String differs, Rows rows) {
  private static final Set<ColumnType> WHOLE =
      Set.of(ColumnType.INTEGER, ColumnType.LONG, ColumnType.SHORT);

  /** Whole numbers and words that are no parameters; seeds differ without changing what runs. */
  private static final Set<String> NO_PARAMETERS =
      Set.of(
          "run",
          "runtime",
          "label",
          "phase",
          "outcome",
          "reason",
          "seed",
          "fork",
          "round",
          "answer",
          "deliveries",
          "threads",
          "gc_count",
          "minor_faults",
          "involuntary_switches");

  /**
   * Rows by label and parameters, leaving out {@code swept} ones: those that an axis shows or that
   * follow from it.
   */
  static List<Group> of(Rows rows, Set<String> swept) {
    var parameters = parameters(rows, swept);
    var groups = rows.by(i -> Map.entry(rows.text("label", i), values(rows, parameters, i)));
    var usual = usual(groups.keySet(), parameters);
    var named = new ArrayList<Group>();
    groups.forEach(
        (key, some) -> {
          var differs = new ArrayList<String>();
          for (int p = 0; p < parameters.size(); p++) {
            String value = key.getValue().get(p);
            if (!value.isEmpty() && !value.equals(usual.get(parameters.get(p)))) {
              differs.add(parameters.get(p) + "=" + readable(value));
            }
          }
          named.add(new Group(key.getKey(), String.join(" ", differs), some));
        });
    return named;
  }

  static List<String> parameters(Rows rows, Set<String> swept) {
    return rows.table().columns().stream()
        .filter(Group::isParameter)
        .map(Column::name)
        .filter(name -> !swept.contains(name))
        .toList();
  }

  private static boolean isParameter(Column<?> column) {
    boolean whole = WHOLE.contains(column.type());
    boolean word = column.type().equals(ColumnType.STRING);
    boolean measured = Unit.of(column.name()) != Unit.COUNT || column.name().endsWith("_histogram");
    return (whole || word) && !measured && !NO_PARAMETERS.contains(column.name());
  }

  /** Whole numbers with their thousands set apart. */
  static String readable(String value) {
    return value.matches("\\d{1,18}")
        ? String.format(Locale.ROOT, "%,d", Long.parseLong(value))
        : value;
  }

  private static List<String> values(Rows rows, List<String> parameters, int row) {
    return parameters.stream().map(p -> rows.text(p, row)).toList();
  }

  /** Of each parameter, the value that most groups have; the first of equals. */
  private static Map<String, String> usual(
      Set<Map.Entry<String, List<String>>> groups, List<String> parameters) {
    var usual = new LinkedHashMap<String, String>();
    for (int p = 0; p < parameters.size(); p++) {
      int column = p;
      usual.put(
          parameters.get(p),
          mostFrequent(groups.stream().map(g -> g.getValue().get(column)).toList()));
    }
    return usual;
  }

  /** The value found most often, the first of equals; empty when there are none. */
  static String mostFrequent(List<String> values) {
    return values.stream()
        .distinct()
        .reduce(
            (a, b) -> Collections.frequency(values, b) > Collections.frequency(values, a) ? b : a)
        .orElse("");
  }

  /** Its name in a legend. */
  String name() {
    return differs.isEmpty() ? label : label + " (" + differs + ")";
  }

  /**
   * What its look is chosen by: the label, so that it is the same in every figure, unless two
   * groups share it.
   */
  private static String key(Group group, List<Group> groups) {
    long sharing = groups.stream().filter(g -> g.label.equals(group.label)).count();
    return sharing == 1 || group.differs.isEmpty()
        ? group.label
        : group.label + " " + group.differs;
  }

  /** The look of each group. */
  static Map<Group, Look> looks(List<Group> groups) {
    var styles =
        Style.looks(new LinkedHashSet<>(groups.stream().map(g -> key(g, groups)).toList()));
    var looks = new LinkedHashMap<Group, Look>();
    for (var group : groups) {
      var look = styles.get(key(group, groups));
      if (look != null) {
        looks.put(group, look);
      }
    }
    return looks;
  }

  /** Those with timed rows; the others are told in the note. */
  static List<Group> finished(List<Group> groups, String figure, String needs) {
    var finished = groups.stream().filter(g -> !g.rows.timed().isEmpty()).toList();
    if (finished.isEmpty()) {
      throw new InvalidInput("%s needs %s; the table has none".formatted(figure, needs));
    }
    return finished;
  }

  /** Its timed rows by the value of a parameter, ascending. */
  Map<Double, Rows> by(String parameter) {
    var timed = rows.timed();
    return new TreeMap<>(timed.by(i -> timed.number(parameter, i)));
  }

  /**
   * What failed and why: {@code DNF: deadlock}; empty when nothing did.
   *
   * @param at a parameter whose value is told with it ({@code DNF at 20 k: deadlock}); empty for
   *     none
   */
  String failure(String at) {
    var failed = rows.failed();
    var places = new LinkedHashMap<Map.Entry<String, String>, Set<String>>();
    for (int i : failed.index()) {
      String outcome = failed.text("outcome", i).replace("dnf", "DNF");
      String reason = failed.text("reason", i).split(";")[0]; // its details are the table's
      var where = places.computeIfAbsent(Map.entry(outcome, reason), _ -> new LinkedHashSet<>());
      if (!at.isEmpty() && outcome.equals("DNF")) { // what can't be run can't be run anywhere
        where.add(Unit.COUNT.format(failed.number(at, i)));
      }
    }
    var told = new ArrayList<String>();
    places.forEach((what, where) -> told.add(failure(what.getKey(), where, what.getValue())));
    return String.join("; ", told);
  }

  private static String failure(String outcome, Set<String> places, String reason) {
    return outcome
        + (places.isEmpty() ? "" : " at " + String.join(", ", places))
        + (reason.isEmpty() ? "" : ": " + reason);
  }
}
