package io.interleave.figure;

import io.interleave.table.Interval;
import io.interleave.table.Interval.Kind;
import io.interleave.table.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The small print below a figure: what ran, on how many forks, what the bars are, what did not
 * finish.
 */
final class Note {
  private static final Map<String, String> WORDS =
      Map.of(
          "actors",
          "%s actors",
          "messages",
          "%s messages",
          "inFlight",
          "K = %s",
          "mailbox",
          "mailbox %s",
          "hops",
          "%s hops a token");

  private static final Pattern SIMULATED = Pattern.compile("^sim:\\S+@(\\d+)");

  private Note() {}

  /**
   * The whole note.
   *
   * @param swept parameters that the axes show or that follow from them
   * @param at the parameter on the x axis, told of what failed; empty when there is none
   */
  static String of(
      List<Group> groups, Set<String> swept, String at, Collection<Interval> intervals) {
    var sentences = new ArrayList<String>();
    sentences.add(conditions(groups, swept));
    sentences.add(statistics(intervals));
    sentences.add(failures(groups, at));
    sentences.add(unvalidated(groups));
    sentences.removeIf(String::isEmpty);
    return String.join(" ", sentences);
  }

  /**
   * The parameters of most groups (names tell where one differs); zeros and those without effect
   * are left out.
   */
  private static String conditions(List<Group> groups, Set<String> swept) {
    boolean open = groups.stream().anyMatch(g -> !g.rows().openLoop().isEmpty());
    var values = new LinkedHashMap<String, String>();
    for (var parameter : Group.parameters(groups.getFirst().rows(), swept)) {
      values.put(parameter, usual(groups, parameter));
    }
    return conditions(values, open);
  }

  /** These parameters in words, {@code workload} being one of them. */
  static String conditions(Map<String, String> values, boolean open) {
    var words = new ArrayList<String>();
    values.forEach(
        (parameter, value) -> {
          if (!value.isEmpty() && tells(parameter, value, open)) {
            words.add(word(parameter, value));
          }
        });
    return words.isEmpty() ? "" : String.join(", ", words) + ".";
  }

  private static String usual(List<Group> groups, String parameter) {
    return Group.mostFrequent(
        groups.stream().map(g -> g.rows().text(parameter, g.rows().index()[0])).toList());
  }

  private static boolean tells(String parameter, String value, boolean open) {
    return switch (parameter) {
      case "inFlight" -> !open;
      case "hops" -> open;
      case "record" -> !value.equals("all");
      case "message" -> false;
      case "mailbox", "workload" -> true;
      default -> !value.equals("0");
    };
  }

  private static String word(String parameter, String value) {
    if (parameter.equals("workload")) {
      return value;
    }
    if (parameter.equals("mailbox") && value.equals("0")) {
      return "mailbox unbounded";
    }
    return WORDS.getOrDefault(parameter, parameter + " %s").formatted(Group.readable(value));
  }

  static String statistics(Collection<Interval> intervals) {
    if (intervals.isEmpty()) {
      return "";
    }
    var forks = intervals.stream().mapToInt(Interval::n).summaryStatistics();
    boolean ranges = intervals.stream().anyMatch(i -> i.kind() == Kind.RANGE);
    boolean sure = intervals.stream().anyMatch(i -> i.kind() == Kind.CI95);
    String bars =
        !ranges
            ? "95 % intervals"
            : sure
                ? "95 % intervals, or the range below 6 forks"
                : "the range (fewer than 6 forks)";
    return "%s fork%s; bars: %s."
        .formatted(range(forks.getMin(), forks.getMax()), forks.getMax() == 1 ? "" : "s", bars);
  }

  /** From the least to the greatest, once when they read alike. */
  static String range(double least, double greatest) {
    String low = Unit.COUNT.format(least);
    String high = Unit.COUNT.format(greatest);
    return low.equals(high) ? low : low + "–" + high;
  }

  /** Nothing with so many cores was there to check it against. */
  private static String unvalidated(List<Group> groups) {
    boolean any =
        groups.stream()
            .flatMap(g -> SIMULATED.matcher(g.label()).results())
            .anyMatch(m -> Integer.parseInt(m.group(1)) > 4);
    any |= groups.stream().map(Group::rows).anyMatch(Note::hasMoreThanFourCores);
    return any ? "Unvalidated: simulations of more than 4 cores." : "";
  }

  private static boolean hasMoreThanFourCores(Rows rows) {
    return Arrays.stream(rows.index()).anyMatch(i -> rows.number("cores", i) > 4);
  }

  private static String failures(List<Group> groups, String at) {
    var told = new LinkedHashSet<String>();
    for (var group : groups) {
      String failure = group.failure(at);
      if (!failure.isEmpty()) {
        told.add(group.name() + " " + failure);
      }
    }
    return told.isEmpty() ? "" : String.join("; ", told) + ".";
  }
}
