package io.interleave.table;

import io.interleave.workload.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Where a gap comes from: trials of one workload in an order in which each changes one thing more,
 * and what each change saves of the cost of a hop. The last step is what no change has a name for.
 * Over 200 lines with its errors' words.
 *
 * <pre>{@code
 * results.where("work", 0).steps("tokio", "tokio mailbox-impl=own", "live:tokio/stackless").table()
 * }</pre>
 */
public final class Steps {
  /** What the last step is called. */
  public static final String REST = "the rest: task, scheduler, compiler";

  private final String run;
  private final List<TrialResult> trials;
  private final Gap cpu;
  private final Gap wall;

  private Steps(String run, List<TrialResult> trials) {
    this.run = run;
    this.trials = trials;
    cpu =
        Gap.of(
            "CPU time a hop (cpu_ns)",
            labels(),
            trials.stream().map(TrialResult::cpuPerHop).toList());
    wall =
        Gap.of(
            "wall time a hop (throughput_per_s and its number of workers)",
            labels(),
            trials.stream().map(TrialResult::wallPerHop).toList());
  }

  static Steps of(String run, List<TrialResult> all, List<String> labels) {
    if (labels.size() < 3 || Set.copyOf(labels).size() < labels.size()) {
      throw new InvalidInput(
          "steps: expected a first label, a last one and at least one between, none twice: got "
              + labels);
    }
    var trials = labels.stream().map(label -> one(run, all, label)).toList();
    var differ = differing(trials);
    if (!differ.isEmpty()) {
      throw new InvalidInput(
          "steps must differ in their labels alone, but these differ in " + told(differ));
    }
    return new Steps(run, trials);
  }

  private static TrialResult one(String run, List<TrialResult> all, String label) {
    var some = all.stream().filter(t -> t.label().equals(label)).toList();
    if (some.isEmpty()) {
      throw new InvalidInput(
          "no trial '%s' in %s: it has %s"
              .formatted(label, run, all.stream().map(t -> t.label()).distinct().toList()));
    }
    if (some.size() > 1) {
      var differ = differing(some);
      throw new InvalidInput(
          differ.isEmpty()
              ? "%d trials '%s' in %s, of one workload".formatted(some.size(), label, run)
              : "%d trials '%s' in %s, which differ in %s: choose with where(\"%s\", …)"
                  .formatted(
                      some.size(), label, run, told(differ), differ.keySet().iterator().next()));
    }
    return some.getFirst();
  }

  /** Parameters that are not the same in all, each with its values. */
  private static Map<String, Set<String>> differing(List<TrialResult> trials) {
    var values = new LinkedHashMap<String, Set<String>>();
    trials.stream()
        .flatMap(t -> parameters(t).keySet().stream())
        .forEach(name -> values.put(name, new LinkedHashSet<>()));
    values.forEach(
        (name, seen) -> trials.forEach(t -> seen.add(parameters(t).getOrDefault(name, "none"))));
    values.values().removeIf(seen -> seen.size() == 1);
    return values;
  }

  private static String told(Map<String, Set<String>> differ) {
    return differ.entrySet().stream()
        .map(d -> "%s (%s)".formatted(d.getKey(), String.join(", ", d.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> parameters(TrialResult trial) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("workload", trial.any().workload());
    trial.any().parameters().forEach((name, value) -> parameters.put(name, value.toString()));
    return parameters;
  }

  /** The workload's parameters, the same in all trials; {@code workload} is its name. */
  public Map<String, String> parameters() {
    return parameters(trials.getFirst());
  }

  /** The trials' labels, from the first to the last. */
  public List<String> labels() {
    return trials.stream().map(t -> t.label()).toList();
  }

  /** The trials themselves, in the same order. */
  public List<TrialResult> trials() {
    return trials;
  }

  /** What the steps change, one fewer than labels; the last is {@link #REST}. */
  public List<String> changes() {
    var changes = new ArrayList<String>();
    var labels = labels();
    for (int i = 1; i < labels.size() - 1; i++) {
      changes.add(change(labels.get(i - 1), labels.get(i)));
    }
    changes.add(REST);
    return changes;
  }

  /** Settings that came, and, with {@code no}, those that went; all of it when the runtime did. */
  private static String change(String before, String after) {
    var old = List.of(before.split(" ", -1));
    var now = List.of(after.split(" ", -1));
    if (!old.getFirst().equals(now.getFirst())) {
      return after;
    }
    return Stream.concat(
            now.stream().filter(s -> !old.contains(s)),
            old.stream().filter(s -> !now.contains(s)).map(s -> "no " + s))
        .collect(Collectors.joining(", "));
  }

  /** In processor time a hop, in nanoseconds: {@code cpu_ns ÷ deliveries}. */
  public Gap cpu() {
    return cpu;
  }

  /** In wall time × workers a hop, in nanoseconds: with the time in which a worker waits. */
  public Gap wall() {
    return wall;
  }

  /** A row a trial with what its change saves, and one for all named changes together. */
  public Table table() {
    var table = Table.create(run);
    column(table, "label", labels(), "");
    column(table, "changes", prepend("", changes()), "all named changes");
    columns(table, "CPU a hop", "", cpu);
    columns(table, "wall × workers a hop", " (wall)", wall);
    if (trials.stream().anyMatch(t -> t.noisy() > 0)) {
      column(table, "noisy", trials.stream().map(t -> Long.toString(t.noisy())).toList(), "");
    }
    column(table, "outcome", trials.stream().map(TrialResult::outcome).toList(), "");
    return table;
  }

  private static void columns(Table table, String cost, String which, Gap gap) {
    column(table, cost, texts(gap.totals(), Unit.NANOSECONDS), "");
    column(
        table,
        "saved" + which,
        prepend("", gap.saved().stream().map(Steps::saved).toList()),
        gap.named().format(Unit.NANOSECONDS));
    var shares =
        gap.shares().isEmpty()
            ? gap.saved().stream().map(s -> "no gap").toList()
            : texts(gap.shares(), Unit.PERCENT);
    column(
        table,
        "share of the gap" + which,
        prepend("", shares),
        gap.explained().map(i -> i.format(Unit.PERCENT)).orElse("no gap"));
  }

  private static String saved(Interval saved) {
    return saved.format(Unit.NANOSECONDS)
        + (saved.spansZero() && saved.n() > 1 ? " no difference" : "");
  }

  private static List<String> texts(List<Interval> intervals, Unit unit) {
    return intervals.stream().map(i -> i.format(unit)).toList();
  }

  private static List<String> prepend(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream()).toList();
  }

  private static void column(Table table, String name, List<String> cells, String last) {
    table.addColumns(
        StringColumn.create(name, Stream.concat(cells.stream(), Stream.of(last)).toList()));
  }
}
