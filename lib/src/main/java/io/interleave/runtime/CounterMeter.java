package io.interleave.runtime;

import io.interleave.task.Worker;
import io.interleave.workload.Meter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What another meter says, and what the workers of a live machine did meanwhile, all together.
 *
 * @param process the other one
 * @param workers the workers' counts, behind by a few while they run
 */
record CounterMeter(
    Meter process, Supplier<List<Worker.Counters>> workers, Map<String, Long> before)
    implements Meter {
  CounterMeter(Meter process, Supplier<List<Worker.Counters>> workers) {
    this(process, workers, new LinkedHashMap<>());
  }

  @Override
  public void settle() {
    process.settle();
  }

  @Override
  public Map<String, Number> memory() throws InterruptedException {
    return process.memory();
  }

  @Override
  public void start() {
    before.clear();
    before.putAll(Worker.Counters.sum(workers.get()));
    process.start();
  }

  @Override
  public Map<String, Number> stop() {
    var metrics = new LinkedHashMap<String, Number>(process.stop());
    Worker.Counters.sum(workers.get())
        .forEach((name, sum) -> metrics.put(name, sum - before.getOrDefault(name, 0L)));
    return metrics;
  }
}
