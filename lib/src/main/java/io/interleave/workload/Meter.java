package io.interleave.workload;

import java.util.Map;

/**
 * What is read just outside the clock's two readings: processor time, the collector's counters,
 * memory.
 */
public interface Meter {
  /** Measures nothing. */
  Meter NONE =
      new Meter() {
        @Override
        public void start() {}

        @Override
        public Map<String, Number> stop() {
          return Map.of();
        }
      };

  /** Called when all tasks are parked, just before the clock starts. */
  void start();

  /** Called just after the clock has stopped: what was used since, by the contract's names. */
  Map<String, Number> stop();
}
