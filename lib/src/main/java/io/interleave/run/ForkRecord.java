package io.interleave.run;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fork as the run's file keeps it: one line, so that it is there whole or not at all.
 *
 * @param key {@link Trial#key()} and the fork's number: never measured twice
 * @param workload the workload's name
 * @param parameters its parameters, complete
 * @param runtime the runtime's name
 * @param label the runtime with those settings that differ from their defaults
 * @param settings the runtime's settings, complete
 * @param warmup rounds discarded
 * @param iterations rounds timed
 * @param fork its number, from 0: forks of the same number ran in the same pass over all trials
 * @param started when, in UTC
 * @param outcome {@code ok}, {@code dnf}, or {@code n/a} for what can't be run here and so never
 *     was
 * @param reason of a DNF or n/a, in one sentence; null when ok
 * @param version of the runtime
 * @param notes what the fork said a reader must know
 * @param measured what was seen from outside: {@code peak_rss_bytes}, {@code peak_threads}, {@code
 *     foreign_cpu}, …
 * @param rounds those that ended, in order
 */
public record ForkRecord(
    String key,
    String workload,
    Map<String, Object> parameters,
    String runtime,
    String label,
    Map<String, Object> settings,
    int warmup,
    int iterations,
    int fork,
    String started,
    String outcome,
    @Nullable String reason,
    String version,
    Map<String, String> notes,
    Map<String, Double> measured,
    List<RoundRecord> rounds)
    implements Serializable {

  /** Foreign processors above which a fork is marked as measured under noise. */
  public static final double NOISE = 0.1;

  /**
   * One round of a fork.
   *
   * @param phase {@code cold} (the first, when there is a warm-up), {@code warmup} or {@code timed}
   * @param answer 16 hex digits
   * @param deliveries made
   * @param metrics by their names, units in the names
   * @param histograms encoded by {@link io.interleave.workload.Histograms}
   */
  public record RoundRecord(
      String phase,
      String answer,
      long deliveries,
      Map<String, Number> metrics,
      Map<String, String> histograms)
      implements Serializable {}

  /** {@link Trial#key()}: the same for all forks of one trial. */
  public String trialKey() {
    return key.substring(0, key.lastIndexOf('#'));
  }

  /** Whether others used more than {@link #NOISE} processors meanwhile. */
  public boolean noisy() {
    return measured.getOrDefault("foreign_cpu", 0.0) + measured.getOrDefault("stolen_cpu", 0.0)
        > NOISE;
  }
}
