package io.interleave.workload;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process's memory was before its tasks were made, and when all of them waited. */
final class AtRest {
  private final Map<String, Number> metrics = new LinkedHashMap<>();

  void before(Meter meter) throws InterruptedException {
    meter
        .memory()
        .forEach((name, bytes) -> metrics.put(name.replace("_bytes", "_before_bytes"), bytes));
  }

  void now(Meter meter) throws InterruptedException {
    meter.memory().forEach((name, bytes) -> metrics.put("idle_" + name, bytes));
  }

  Map<String, Number> metrics() {
    return metrics;
  }
}
