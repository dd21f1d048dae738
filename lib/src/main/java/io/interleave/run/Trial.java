package io.interleave.run;

import io.interleave.runtime.TaskRuntime;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Values;
import io.interleave.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One workload with its parameters, on one runtime with its settings.
 *
 * @param workload what is run, with its parameters
 * @param runtime what runs it
 * @param settings the runtime's own
 * @param warmup rounds a fork runs and discards first; the very first is the cold one
 * @param iterations rounds a fork times
 */
public record Trial(
    Workload workload, TaskRuntime runtime, Values settings, int warmup, int iterations) {
  /**
   * Checks what can be checked before anything runs.
   *
   * @throws InvalidInput when the counts are out of range or the parameters don't fit together
   */
  public Trial {
    if (warmup < 0 || warmup > 1000 || iterations < 1 || iterations > 1000) {
      throw new InvalidInput(
          "warmup=%d iterations=%d: expected 0 to 1000 rounds of warm-up and 1 to 1000 timed ones"
              .formatted(warmup, iterations));
    }
    workload.check();
  }

  /** Why this can't be run here, if it can't: the runtime is missing, or refuses. */
  public Optional<String> refusal() {
    var availability = runtime.availability();
    return availability.here()
        ? runtime.refusal(workload, settings)
        : Optional.of("not here: " + availability.missing());
  }

  /**
   * The runtime and those of its settings that differ from their defaults: the name of a series in
   * tables and figures.
   */
  public String label() {
    String changed = settings.changed();
    return changed.isEmpty() ? runtime.name() : runtime.name() + " " + changed;
  }

  /** Tells trials apart within a run and between runs: equal keys mean equal trials. */
  public String key() {
    String all =
        String.join(
            "\n",
            workload.name(),
            workload.values().byName().toString(),
            runtime.name(),
            settings.byName().toString(),
            warmup + "+" + iterations);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
