package io.interleave.runtime;

import io.interleave.machine.SimulatedMachine;
import io.interleave.task.Worker;
import io.interleave.workload.Execution;
import io.interleave.workload.Form;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import io.interleave.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code sim:<policy>/<representation>@<cores>}: a simulated machine behind the contract's door, a
 * new one a round. All times are virtual.
 */
public final class SimProgram implements Program {
  private final Simulation simulation;
  private final long schedule;
  private long rounds = -1; // the first execution is only looked at
  private @Nullable SimulatedMachine<?> machine;

  /** Made by {@link Program#named}. */
  public SimProgram(String variant, Map<String, String> settings) {
    this(Simulation.named(variant, settings), seed(settings.getOrDefault("schedule", "1")));
  }

  SimProgram(Simulation simulation, long schedule) {
    this.simulation = simulation;
    this.schedule = schedule;
  }

  /** The schedule's seed, as its setting spells it. */
  static long seed(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput("schedule=%s: expected an unsigned 64-bit number".formatted(text));
    }
  }

  @Override
  public int workers() {
    return simulation.cores();
  }

  @Override
  public Map<String, String> notes() {
    var notes = new LinkedHashMap<String, String>();
    notes.put("clock", "virtual: every time and latency is simulated, none was measured");
    notes.put("costs", simulation.costs().toString());
    Calibrations.processor(simulation.settings().getOrDefault("costs", "default"))
        .ifPresent(cpu -> notes.put("calibrated_on", cpu));
    notes.put(
        "schedule", "seed %s, one more each round".formatted(Long.toUnsignedString(schedule)));
    notes.put(
        "collector",
        simulation.costs().collectBytes() == 0 ? "none is modelled" : "as the costs model it");
    notes.put("pauses", "as the costs model them");
    notes.put("allocator", "as the costs model it");
    notes.put("compiled", "what the JVM compiles changes nothing in virtual time");
    var costs = simulation.costs();
    notes.put(
        "timer",
        "rings %,d ns after multiples of %,d ns".formatted(costs.timerLateNs(), costs.timerNs()));
    notes.put(
        "mailbox", "intrusive: a word in the task itself, messages linked through themselves");
    return notes;
  }

  @Override
  public Execution execution(Workload workload) {
    machine = simulation.machine(schedule + rounds++, null);
    return Form.async(workload, machine);
  }

  /** What was simulated; what this process used says nothing of the simulated one. */
  @Override
  public Meter meter() {
    var counted = java.util.Objects.requireNonNull(machine);
    return new Meter() {
      private long before;

      @Override
      public void start() {
        before = counted.events();
      }

      @Override
      public Map<String, Number> stop() {
        var metrics = new LinkedHashMap<String, Number>();
        metrics.put("events", counted.events() - before);
        metrics.put("gc_count", counted.collections());
        metrics.putAll(Worker.Counters.sum(counted.counters()));
        return metrics;
      }
    };
  }
}
