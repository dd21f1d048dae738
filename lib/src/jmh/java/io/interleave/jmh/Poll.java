package io.interleave.jmh;

import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Polling a task that does nothing: the machinery around the work. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Poll {
  private static final int POLLS = 1_000;

  /** For JMH. */
  public Poll() {}

  /** A task that waits. */
  @State(Scope.Thread)
  public static class Waiting {
    private final Unthreaded<?> machine = Unthreaded.under("fifo");
    private final Worker worker = machine.worker();
    private final Task task = new Waits(machine);

    /** For JMH. */
    public Waiting() {}
  }

  /** The hand-shake alone: no queue is touched. */
  @Benchmark
  @Measures("one poll of a task that does nothing and waits again: its hand-shake, no queue")
  public void run(Waiting waiting) {
    waiting.task.run(waiting.worker);
  }

  /** Tasks that are always ready: each wakes itself while it is polled. */
  @State(Scope.Thread)
  public static class Yielding {
    /** Whose queue they go round in. */
    @Param({"go", "tokio", "fifo"})
    public String policy = "";

    private Unthreaded<?> machine;

    /** For JMH. */
    public Yielding() {}

    /** Ten of them, so that no slot for a single one serves all. */
    @Setup
    public void open() {
      machine = Unthreaded.under(policy);
      for (int i = 0; i < 10; i++) {
        new Yields(machine).wake(machine.worker());
      }
    }
  }

  private static final class Yields extends Task {
    Yields(Unthreaded<?> machine) {
      super(machine);
    }

    @Override
    protected boolean poll(Worker worker) {
      wake(worker);
      return false;
    }
  }

  /** With its way through the policy's queue. */
  @Benchmark
  @OperationsPerInvocation(POLLS)
  @Measures("one poll of a task that yields, and its way round the policy's queue; ten are ready")
  public void yielding(Yielding yielding) {
    yielding.machine.poll(POLLS);
  }
}
