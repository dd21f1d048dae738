package io.interleave.jmh;

import io.interleave.machine.LiveMachine;
import io.interleave.runtime.Policies;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** Waking an idle task: the hand-shake, and what the policy does with it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Wake {
  /** Half a ring, so none overflows; and enough for a clock read at either end not to show. */
  private static final int TASKS = 128;

  /** For JMH. */
  public Wake() {}

  /** Idle tasks and an awake worker; polling them after each round is not timed. */
  @State(Scope.Thread)
  public static class Idle {
    /** Whose {@code ready} it is. */
    @Param({"go", "tokio", "fifo"})
    public String policy = "";

    private Unthreaded<?> machine;
    private Task[] tasks;

    /** For JMH. */
    public Idle() {}

    /** Makes the tasks. */
    @Setup
    public void open() {
      machine = Unthreaded.under(policy);
      tasks = Stream.generate(() -> new Waits(machine)).limit(TASKS).toArray(Task[]::new);
      System.gc(); // in a program that runs for long they are old, and a barrier costs more
    }

    /** Makes them idle again. */
    @TearDown(Level.Invocation)
    public void poll() {
      machine.poll(TASKS);
    }
  }

  /** By a task of the same worker. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  @Measures("one wake of an idle task by a task of the same worker, nobody asleep")
  public void own(Idle idle) {
    Worker worker = idle.machine.worker();
    for (Task task : idle.tasks) {
      task.wake(worker);
    }
  }

  /** By a thread that is no worker. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  @Measures("one wake of an idle task from outside, nobody asleep")
  public void outside(Idle idle) {
    for (Task task : idle.tasks) {
      task.wake(null);
    }
  }

  /** A live machine whose only worker is asleep; waiting until it is so is not timed. */
  @State(Scope.Benchmark)
  public static class Sleeping {
    /** Whose {@code ready} it is. */
    @Param({"go", "tokio", "fifo"})
    public String policy = "";

    private LiveMachine<?> machine;
    private Counting task;
    private Thread worker;

    /** For JMH. */
    public Sleeping() {}

    /** Starts the worker, and has one poll done to learn its thread. */
    @Setup
    public void open() {
      machine = new LiveMachine<>(Policies.make(policy, Map.of()), 1);
      task = new Counting(machine);
      machine.spawn(null, task);
      while (task.polls == 0) {
        Thread.onSpinWait();
      }
      worker = task.polledBy;
    }

    /** Waits until the worker has parked. */
    @Setup(Level.Invocation)
    public void untilAsleep() {
      Asleep.await(worker);
    }

    /** Stops the worker. */
    @TearDown
    public void close() {
      machine.close();
    }
  }

  /** A task that tells that it was polled. */
  private static final class Counting extends Task {
    private volatile int polls;
    private Thread polledBy = Thread.currentThread(); // written before polls, read after

    Counting(LiveMachine<?> machine) {
      super(machine);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one worker polls it at a time
    protected boolean poll(Worker worker) {
      polledBy = Thread.currentThread();
      polls++;
      return false;
    }
  }

  /** From outside to a parked worker and its first poll. */
  @Benchmark
  @Measures("one wake from outside while the only worker is parked, until its task is polled")
  public int asleep(Sleeping state) {
    int before = state.task.polls;
    state.task.wake(null);
    while (state.task.polls == before) {
      Thread.onSpinWait();
    }
    return before;
  }
}
