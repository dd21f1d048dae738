package io.interleave.runtime;

import io.interleave.machine.Deadlock;
import io.interleave.workload.Execution;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Round;
import io.interleave.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fork of a simulated runtime that needs no process of its own: its time is virtual, so what else
 * this JVM does changes nothing but the wait. Its rounds are those that {@link ForkMain} would
 * give. On one thread; many may run at once.
 *
 * @param simulation what is simulated
 * @param workload what is run
 * @param schedule seed of the first round that is timed or discarded; each further one adds 1
 * @param warmup rounds to discard
 * @param iterations rounds to time
 */
public record SimulatedFork(
    Simulation simulation, Workload workload, long schedule, int warmup, int iterations) {
  /** A process that never was has used nothing, and nothing is known of its neighbours. */
  private static final ProcessUsage NONE = new ProcessUsage(0, 0, Double.NaN, Double.NaN);

  /**
   * Runs it to its end. A deadlock, or whatever else goes wrong within it, is a result.
   *
   * @throws InterruptedException when this thread is interrupted
   * @throws InvalidInput when the heap is full: that is no property of what is simulated
   */
  public ForkResult run() throws InterruptedException {
    long started = System.nanoTime();
    var program = new SimProgram(simulation, schedule);
    var rounds = new ArrayList<Round>();
    String failure = failure(program, rounds);
    var notes = new LinkedHashMap<>(program.notes());
    notes.put("workers", Integer.toString(program.workers()));
    return new ForkResult(
        program.version(), notes, List.copyOf(rounds), failure, System.nanoTime() - started, NONE);
  }

  /** Why it did not finish, in the words of {@link ForkMain}; null when it did. */
  private @Nullable String failure(SimProgram program, List<Round> rounds)
      throws InterruptedException {
    try {
      program.execution(workload); // as a fork looks at it first
      while (rounds.size() < warmup + iterations) {
        rounds.add(round(program));
      }
      return null;
    } catch (Stuck e) {
      return e.getMessage();
    } catch (InvalidInput e) {
      return "refused: " + e.getMessage();
    } catch (OutOfMemoryError e) {
      throw full();
    } catch (RuntimeException | StackOverflowError e) {
      var reason = e instanceof Execution.Aborted && e.getCause() != null ? e.getCause() : e;
      if (reason instanceof OutOfMemoryError) {
        throw full();
      }
      return "failed: " + reason;
    }
  }

  /** A deadlock with its sentence. */
  private static final class Stuck extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stuck(Deadlock deadlock, Execution execution) {
      super(
          "deadlock: %s: %,d of %,d tokens were retired"
              .formatted(deadlock.getMessage(), execution.finished(), execution.goal()));
    }
  }

  private Round round(SimProgram program) throws InterruptedException {
    var execution = program.execution(workload);
    try {
      return doubles(execution.run(program.meter()));
    } catch (Deadlock e) {
      throw new Stuck(e, execution);
    }
  }

  /** The contract's lines carry every metric so. */
  private static Round doubles(Round round) {
    var metrics = new LinkedHashMap<String, Number>();
    round.metrics().forEach((name, value) -> metrics.put(name, value.doubleValue()));
    return new Round(
        round.answer(),
        round.deliveries(),
        round.elapsedNs(),
        round.startNs(),
        metrics,
        round.histograms());
  }

  private static InvalidInput full() {
    return new InvalidInput(
        "the heap of %,d MiB is full: simulate fewer points at once, or set a larger one (JAVA_TOOL_OPTIONS=-Xmx8g)"
            .formatted(Runtime.getRuntime().maxMemory() >> 20));
  }
}
