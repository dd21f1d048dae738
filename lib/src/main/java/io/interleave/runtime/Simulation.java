package io.interleave.runtime;

import io.interleave.machine.Costs;
import io.interleave.machine.SimulatedMachine;
import io.interleave.machine.Timeline;
import io.interleave.policy.Policy;
import io.interleave.task.Worker;
import io.interleave.workload.Form;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import io.interleave.workload.Parameter;
import io.interleave.workload.Round;
import io.interleave.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine that can be made again and again: {@code sim:tokio/stackless@64}. It runs
 * within this very JVM, and takes no notice of what else that does.
 *
 * <p>Tasks are state machines in either representation; a stackful one costs the switch of its
 * stack beside.
 *
 * @param policy by name
 * @param representation {@link #REPRESENTATIONS}
 * @param cores virtual ones
 * @param costs of the machine without what the representation adds
 * @param settings constants of the policy, by name; others are not looked at
 */
public record Simulation(
    String policy,
    Representation representation,
    int cores,
    Costs costs,
    Map<String, String> settings) {
  /** What the names of simulated runtimes begin with. */
  public static final String PREFIX = "sim:";

  /** What can be simulated: virtual threads would need their own. */
  public static final List<Representation> REPRESENTATIONS =
      List.of(Representation.STACKLESS, Representation.STACKFUL);

  private static final Pattern NAME = Pattern.compile("(?:sim:)?([^/@]+)/([^/@]+)@(\\d{1,6})");

  /** The most cores that a simulated machine has. */
  public static final int MOST_CORES = 1 << 16;

  private static final Duration TO_END = Duration.ofSeconds(10); // of virtual time

  /**
   * What was seen.
   *
   * @param round what it gave, in virtual time
   * @param events that were simulated
   * @param traceHash of all of them in their order
   * @param realNs nanoseconds that the simulation took, in this JVM
   * @param counters what all workers did, by the names of a table's columns
   */
  public record Seen(
      Round round, long events, long traceHash, long realNs, Map<String, Long> counters) {}

  /**
   * One by its name.
   *
   * @param name {@code tokio/stackless@64}; {@code sim:} may stand before
   * @param settings {@code costs}, a preset's name or a file; and the policy's constants
   * @throws InvalidInput when there is no such policy, representation, preset or file, or a number
   *     makes no sense
   */
  public static Simulation named(String name, Map<String, String> settings) {
    parts(name); // refuses a name before a file is looked for
    return named(name, settings, costs(settings.getOrDefault("costs", "default")));
  }

  /** The same with these costs, whatever the settings say of them. */
  public static Simulation named(String name, Map<String, String> settings, Costs costs) {
    Matcher parts = parts(name);
    Policies.make(parts.group(1), settings); // refuses what is unknown now
    return new Simulation(
        parts.group(1),
        representation(parts.group(2)),
        cores(parts.group(3)),
        costs,
        Map.copyOf(settings));
  }

  /**
   * The runtime of such a name.
   *
   * @throws InvalidInput when it names no machine that can be simulated
   */
  public static TaskRuntime runtime(String name) {
    Matcher parts = parts(name);
    return JvmRuntime.simulated(
        parts.group(1), representation(parts.group(2)), cores(parts.group(3)));
  }

  private static Matcher parts(String name) {
    var parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new InvalidInput(
          "'%s': expected sim:<policy>/<representation>@<cores>, such as sim:tokio/stackless@64"
              .formatted(name));
    }
    return parts;
  }

  private static Representation representation(String name) {
    return REPRESENTATIONS.stream()
        .filter(r -> r.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "no representation '%s' in simulation: there are stackless, stackful"
                        .formatted(name)));
  }

  private static int cores(String text) {
    int cores = Integer.parseInt(text);
    if (cores < 1 || cores > MOST_CORES) {
      throw new InvalidInput("cores=%d: expected 1 to %d".formatted(cores, MOST_CORES));
    }
    return cores;
  }

  /** What {@link #costs} calls the newest calibration. */
  public static final String THIS_MACHINE = "this-machine";

  /**
   * A preset by its name, costs in a file, or {@code this-machine}, the newest calibration under
   * data/; and after commas what is to be different: {@code this-machine,lineNs=0,farNs=0}.
   *
   * @throws InvalidInput when there is none, or the file can't be understood
   */
  public static Costs costs(String text) {
    String[] words = text.split(",");
    var costs = base(words[0]);
    try {
      for (int i = 1; i < words.length; i++) {
        String[] pair = words[i].split("=", 2);
        costs = costs.with(pair[0], Long.parseLong(pair.length == 2 ? pair[1] : ""));
      }
      return words.length == 1 ? costs : costs.named(text.replace(words[0], costs.name()));
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "costs=%s: expected name,number=value,… with whole values".formatted(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidInput(String.valueOf(e.getMessage()));
    }
  }

  private static Costs base(String name) {
    if (Costs.PRESETS.containsKey(name)) {
      return Costs.preset(name);
    }
    Path file = name.equals(THIS_MACHINE) ? Calibrations.newest() : Path.of(name);
    try {
      return Files.isRegularFile(file) ? Costs.parse(Files.readString(file)) : Costs.preset(name);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInput(
          Files.isRegularFile(file)
              ? file + ": " + e.getMessage()
              : String.valueOf(e.getMessage()));
    }
  }

  /**
   * The names of a policy's constants.
   *
   * @throws InvalidInput when there is no such policy
   */
  public static List<String> constants(String policy) {
    return Policies.constants(policy).stream().map(Parameter::name).toList();
  }

  /** What it is called. */
  public String name() {
    return "sim:%s/%s@%d".formatted(policy, representation.label(), cores);
  }

  /** A new machine, at time 0. */
  SimulatedMachine<?> machine(long seed, @Nullable Timeline timeline) {
    return machine(Policies.make(policy, settings), seed, timeline);
  }

  private <W extends Worker> SimulatedMachine<W> machine(
      Policy<W> policy, long seed, @Nullable Timeline timeline) {
    var all =
        representation == Representation.STACKFUL
            ? costs
                .with("switchNs", costs.switchNs() + costs.continuationNs())
                .with("taskBytes", costs.taskBytes() + costs.stackBytes())
                .with("l2Ns", costs.stackL2Ns())
                .with("l3Ns", costs.stackL3Ns())
                .with("memoryNs", costs.stackMemoryNs())
            : costs;
    return new SimulatedMachine<>(policy, cores, all, seed, timeline);
  }

  /**
   * Runs a workload once.
   *
   * @param seed of what happens by chance
   * @param timeline an empty one, which then tells who did what when; null for none
   * @throws io.interleave.machine.Deadlock when it is stuck
   * @throws IllegalStateException when the answer is wrong or a task is lost
   */
  public Seen run(Workload workload, long seed, @Nullable Timeline timeline)
      throws InterruptedException {
    long before = System.nanoTime();
    try (var machine = machine(seed, timeline)) {
      Round round = Form.async(workload, machine).run(Meter.NONE);
      long lost = machine.close(TO_END);
      long took = System.nanoTime() - before;
      if (round.answer() != workload.answer() || lost > 0) {
        throw new IllegalStateException(
            "%s: answer %016x instead of %016x, %d tasks lost"
                .formatted(name(), round.answer(), workload.answer(), lost));
      }
      return new Seen(
          round,
          machine.events(),
          machine.traceHash(),
          took,
          Worker.Counters.sum(machine.counters()));
    }
  }
}
