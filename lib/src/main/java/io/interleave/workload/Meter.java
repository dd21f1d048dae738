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

  /**
   * Called before a round's tasks are made: what the round before left behind is collected now, and
   * not on this one's clock. Every language that has a collector does so.
   */
  default void settle() {}

  /** Called when all tasks are parked, just before the clock starts. */
  void start();

  /**
   * The process's memory in bytes, after a collection was forced: {@code rss_bytes}, {@code
   * kernel_bytes}, {@code heap_bytes}; what can't be told is left out.
   */
  default Map<String, Number> memory() throws InterruptedException {
    return Map.of();
  }

  /** Called just after the clock has stopped: what was used since, by the contract's names. */
  Map<String, Number> stop();
}
