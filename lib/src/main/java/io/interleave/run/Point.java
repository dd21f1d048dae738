package io.interleave.run;

import io.interleave.machine.Costs;
import io.interleave.runtime.Simulation;
import io.interleave.workload.Parameter;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One simulation of a sweep: a trial on a simulated runtime, and which of its forks.
 *
 * @param trial what is simulated
 * @param fork from 0; its seed is the trial's {@code schedule} and so many more
 * @param simulation the trial's runtime, with its costs
 */
public record Point(Trial trial, int fork, Simulation simulation) {
  /** As its record has it. */
  public String key() {
    return Measurement.key(trial, fork);
  }

  /**
   * Computes it, on this thread. A deadlock or a wrong answer is a record with its reason.
   *
   * @throws InterruptedException when this thread is interrupted
   * @throws io.interleave.workload.InvalidInput when the heap is too small
   */
  public ForkRecord simulate() throws InterruptedException {
    return new Measurement(trial, fork).simulate(simulation);
  }

  /**
   * A point by names alone, which travels to another JVM with the same library, and costs with all
   * their numbers: a file of costs need not be there.
   *
   * @param workload its name
   * @param parameters those that differ from their defaults
   * @param runtime its name
   * @param settings those that differ from their defaults
   * @param warmup rounds to discard
   * @param iterations rounds to time
   * @param fork from 0
   * @param costs of the machine
   */
  public record Spelled(
      String workload,
      Map<String, String> parameters,
      String runtime,
      Map<String, String> settings,
      int warmup,
      int iterations,
      int fork,
      Costs costs)
      implements Serializable {
    /** The point again. */
    public Point point() {
      Workload run = Workload.ofName(workload);
      for (var parameter : parameters.entrySet()) {
        run = run.with(parameter.getKey(), parameter.getValue());
      }
      var on = Simulation.runtime(runtime);
      Values set = Values.defaults(on.settings());
      for (var setting : settings.entrySet()) {
        set = set.with(setting.getKey(), setting.getValue());
      }
      return new Point(
          new Trial(run, on, set, warmup, iterations),
          fork,
          Simulation.named(runtime, set.byName(), costs));
    }
  }

  /** Spells it. */
  public Spelled spelled() {
    return new Spelled(
        trial.workload().name(),
        changed(trial.workload().values()),
        trial.runtime().name(),
        changed(trial.settings()),
        trial.warmup(),
        trial.iterations(),
        fork,
        simulation.costs());
  }

  private static Map<String, String> changed(Values values) {
    var changed = new LinkedHashMap<String, String>();
    for (Parameter parameter : values.parameters()) {
      String value = values.text(parameter.name());
      if (!value.equals(parameter.byDefault())) {
        changed.put(parameter.name(), value);
      }
    }
    return changed;
  }
}
