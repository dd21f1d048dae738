package io.interleave;

import io.interleave.run.Experiment;
import io.interleave.run.ForkRecord;
import io.interleave.runtime.Representation;
import io.interleave.runtime.Simulation;
import io.interleave.table.Results;
import io.interleave.table.TrialResult;
import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Workload;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.stream.Collectors;

/** Which simulations stand beside the live trials of a run. */
final class Counterparts {
  private static final String LIVE = "live:";

  private Counterparts() {}

  /** One a policy, representation, constants and number of workers, whatever collector it had. */
  static Experiment<Results> of(Results observed, String costs, Interleave lab) {
    var experiment = lab.experiment(new ActorMesh()).forks(1).warmup(0).iterations(3);
    var known = new LinkedHashSet<String>();
    for (TrialResult trial : observed.trials()) {
      var fork = trial.forks().getFirst();
      if (isSimulable(fork)) {
        String label = label(fork, costs);
        if (known.add(label + fork.parameters())) {
          experiment.with(workload(fork), label);
        }
      }
    }
    if (known.isEmpty()) {
      throw new InvalidInput(
          "nothing to predict in %s: it has no live trial".formatted(observed.name()));
    }
    return experiment;
  }

  private static boolean isSimulable(ForkRecord fork) {
    return fork.runtime().startsWith(LIVE)
        && Simulation.REPRESENTATIONS.stream()
            .map(Representation::label)
            .anyMatch(r -> fork.runtime().endsWith("/" + r))
        && io.interleave.runtime.Policies.names().contains(policy(fork));
  }

  private static String policy(ForkRecord fork) {
    return fork.runtime().substring(LIVE.length()).split("/")[0];
  }

  private static Workload workload(ForkRecord fork) {
    Workload workload = Workload.CATALOG.named(fork.workload());
    for (Map.Entry<String, Object> parameter : fork.parameters().entrySet()) {
      workload = workload.with(parameter.getKey(), parameter.getValue().toString());
    }
    return workload;
  }

  private static String label(ForkRecord fork, String costs) {
    String constants =
        Simulation.constants(policy(fork)).stream()
            .filter(fork.settings()::containsKey)
            .map(name -> " %s=%s".formatted(name, fork.settings().get(name)))
            .collect(Collectors.joining());
    String set = String.valueOf(fork.settings().getOrDefault("workers", "0"));
    String workers = set.equals("0") ? fork.notes().getOrDefault("workers", "2") : set;
    return "sim:%s@%s costs=%s%s"
        .formatted(fork.runtime().substring(LIVE.length()), workers, costs, constants);
  }
}
