package io.interleave.table;

import io.interleave.run.ForkRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which trials are of one cell: the same program, and the same machine live and simulated. */
final class Cells {
  private static final Pattern SIMULATED = Pattern.compile("sim:(.+)@(\\d+)");
  private static final String LIVE = "live:";

  private Cells() {}

  /** Whether both ran the same workload with the same parameters. */
  static boolean ranTheSame(TrialResult a, TrialResult b) {
    return a.any().workload().equals(b.any().workload())
        && text(a.any().parameters()).equals(text(b.any().parameters()));
  }

  private static Map<String, String> text(Map<String, Object> values) {
    return values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString()));
  }

  /** Whether the second is what simulates the first, a live one. */
  static boolean isCounterpart(TrialResult live, TrialResult simulated) {
    var name = SIMULATED.matcher(simulated.any().runtime());
    return live.any().runtime().startsWith(LIVE)
        && name.matches()
        && live.any().runtime().equals(LIVE + name.group(1))
        && name.group(2).equals(workers(live.any()))
        && ranTheSame(live, simulated)
        && haveTheSameConstants(live.any().settings(), simulated.any().settings());
  }

  /** Those of the policy: what both can be set to. */
  private static boolean haveTheSameConstants(Map<String, Object> a, Map<String, Object> b) {
    var common = new LinkedHashSet<>(a.keySet());
    common.retainAll(b.keySet());
    common.remove("heap"); // of the process
    return common.stream()
        .allMatch(name -> String.valueOf(a.get(name)).equals(String.valueOf(b.get(name))));
  }

  /** How many it had: as it was set, or as it said; empty when neither. */
  static String workers(ForkRecord fork) {
    String set = String.valueOf(fork.settings().getOrDefault("workers", "0"));
    return set.equals("0") ? fork.notes().getOrDefault("workers", "") : set;
  }

  /** Open loop: messages a second that are offered; 0 in the closed one. */
  static double rate(TrialResult trial) {
    return number(trial, "rate", 0);
  }

  static long number(TrialResult trial, String parameter, long otherwise) {
    Object value = trial.any().parameters().get(parameter);
    return value == null ? otherwise : Long.parseLong(value.toString());
  }

  /** The highest median throughput of trials with the same label and the same work. */
  static double mostCarried(TrialResult of, List<TrialResult> trials) {
    return trials.stream()
        .filter(t -> t.label().equals(of.label()))
        .filter(t -> number(t, "work", 0) == number(of, "work", 0))
        .flatMap(t -> t.median("throughput_per_s").stream())
        .mapToDouble(Interval::median)
        .max()
        .orElse(0);
  }

  /** Parameters that are not the same in all of them. */
  static List<String> varied(List<TrialResult> trials) {
    return trials.getFirst().any().parameters().keySet().stream()
        .filter(
            name ->
                trials.stream()
                        .map(t -> String.valueOf(t.any().parameters().get(name)))
                        .distinct()
                        .count()
                    > 1)
        .sorted()
        .toList();
  }

  /** Such as {@code inFlight=100 record=off}. */
  static String told(TrialResult trial, List<String> varied) {
    return varied.stream()
        .map(name -> name + "=" + trial.any().parameters().get(name))
        .collect(Collectors.joining(" "));
  }

  /** More simulated cores than any machine had that a prediction was checked on. */
  static boolean isUnvalidated(String runtime) {
    var name = SIMULATED.matcher(runtime);
    return name.matches() && Integer.parseInt(name.group(2)) > 4;
  }
}
