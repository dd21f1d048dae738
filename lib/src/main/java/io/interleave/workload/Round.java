package io.interleave.workload;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one execution of a workload gave.
 *
 * @param answer to be compared with {@link Workload#answer()}
 * @param deliveries to be compared with {@link Workload#deliveries()}
 * @param elapsedNs nanoseconds between the clock's two readings
 * @param startNs nanoseconds that making the tasks took, until the last had acknowledged
 * @param metrics by the contract's names; what wasn't measured is left out
 * @param histograms of nanoseconds, by the contract's names
 */
public record Round(
    long answer,
    long deliveries,
    long elapsedNs,
    long startNs,
    Map<String, Number> metrics,
    Map<String, Histogram> histograms) {
  /** Copies the maps, so that nobody changes them later. */
  public Round {
    metrics = Map.copyOf(metrics);
    histograms = Map.copyOf(histograms);
  }
}
