package io.interleave.jmh;

import io.interleave.machine.LiveMachine;
import io.interleave.runtime.Policies;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From one task to another: a poll, in it a wake of the other, and its turn. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Switch {
  private static final int BARE = 1_000;
  private static final int LIVE = 100_000; // so that the start from outside does not show
  private static final int ACROSS = 1_000;

  /** For JMH. */
  public Switch() {}

  /** Two tasks of a worker without a thread. */
  @State(Scope.Thread)
  public static class Bare {
    /** Whose order it is. */
    @Param({"go", "tokio", "fifo"})
    public String policy = "";

    /** The shape of the tasks. */
    @Param({"stackless", "stackful"})
    public String representation = "";

    private Unthreaded<?> machine;
    private Rally rally;

    /** For JMH. */
    public Bare() {}

    /**
     * Makes the tasks; anew for each iteration, since a stack that was begun in the interpreter
     * keeps its interpreted frames.
     */
    @Setup(Level.Iteration)
    public void open() {
      machine = Unthreaded.under(policy);
      rally = new Rally(machine, representation);
      System.gc(); // in a program that runs for long they are old, and a barrier costs more
    }
  }

  /** The policy alone. */
  @Benchmark
  @OperationsPerInvocation(BARE)
  @Measures("one switch between two tasks that wake each other, the policy alone, without threads")
  public void bare(Bare bare) {
    bare.rally.start(BARE);
    bare.machine.poll(BARE);
  }

  /** The same, of Tokio's policy with a slot that thieves may take from. */
  @State(Scope.Thread)
  public static class StealableSlot {
    private Unthreaded<?> machine;
    private Rally rally;

    /** For JMH. */
    public StealableSlot() {}

    /** Makes the tasks, as above. */
    @Setup(Level.Iteration)
    public void open() {
      machine = new Unthreaded<>(Policies.make("tokio", Map.of("stealableSlot", "true")));
      rally = new Rally(machine, "stackless");
      System.gc(); // as above
    }
  }

  /** What taking the slot's task, and telling others of it, costs more. */
  @Benchmark
  @OperationsPerInvocation(BARE)
  @Measures("as bare, stackless, by Tokio's policy with a LIFO slot that others may steal from")
  public void stealableSlot(StealableSlot state) {
    state.rally.start(BARE);
    state.machine.poll(BARE);
  }

  /** Two tasks of a live machine with one worker. */
  @State(Scope.Benchmark)
  public static class OneWorker {
    /** Whose order it is. */
    @Param({"go", "tokio", "fifo"})
    public String policy = "";

    /** The shape of the tasks. */
    @Param({"stackless", "stackful"})
    public String representation = "";

    private LiveMachine<?> machine;
    private Rally rally;

    /** For JMH. */
    public OneWorker() {}

    /** Starts the worker; anew for each iteration, as above. */
    @Setup(Level.Iteration)
    public void open() {
      machine = new LiveMachine<>(Policies.make(policy, Map.of()), 1);
      rally = new Rally(machine, representation);
      System.gc(); // as above
    }

    /** Stops it. */
    @TearDown(Level.Iteration)
    public void close() {
      machine.close();
    }
  }

  /** The same on the live machine. */
  @Benchmark
  @OperationsPerInvocation(LIVE)
  @Measures("one switch between two tasks that wake each other, on a live machine's one worker")
  public void live(OneWorker one) throws InterruptedException {
    one.rally.start(LIVE);
    one.rally.await();
  }

  /** Two tasks that never follow each other on the same worker. */
  @State(Scope.Benchmark)
  public static class TwoWorkers {
    private final LiveMachine<?> machine = new LiveMachine<>(new Across(), 2);
    private final Rally rally = new Rally(machine, "stackless");

    /** For JMH. */
    public TwoWorkers() {}

    /** Stops the workers. */
    @TearDown
    public void close() {
      machine.close();
    }
  }

  /** Each wake ends the other worker's park. */
  @Benchmark
  @OperationsPerInvocation(ACROSS)
  @Measures(
      "one switch between two tasks on two workers of a live machine: each wake unparks the other")
  public void acrossWorkers(TwoWorkers two) throws InterruptedException {
    two.rally.start(ACROSS);
    two.rally.await();
  }
}
