package io.interleave.table;

/**
 * One figure of one cell, simulated and measured.
 *
 * @param observed the measured trial's label
 * @param predicted the simulated trial's label
 * @param cell what was run, as far as the cells differ: {@code inFlight=100 record=off}; empty when
 *     they don't
 * @param measure {@code throughput}, {@code p50}, {@code p99} or {@code p99.9}
 * @param unit of both
 * @param measured with its interval
 * @param simulated over several schedules: their median and spread, or the merged percentile
 * @param shown why it is not judged; empty when it is
 */
public record Prediction(
    String observed,
    String predicted,
    String cell,
    String measure,
    Unit unit,
    Interval measured,
    Interval simulated,
    String shown) {
  /** How far off, as a ratio less one: 0.1 is ten percent too much, −0.5 half of it. */
  public double error() {
    return simulated.median() / measured.median() - 1;
  }

  /** Whether it counts. */
  public boolean judged() {
    return shown.isEmpty();
  }

  /** The error in words, such as {@code +12 %}. */
  public String toldError() {
    return told(error());
  }

  static String told(double error) {
    return "%+.0f %%".formatted(100 * error).replace('-', '−');
  }

  /** The runtime and what was run. */
  public String where() {
    return (observed + " " + cell).strip();
  }
}
