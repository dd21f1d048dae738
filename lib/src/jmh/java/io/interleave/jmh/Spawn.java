package io.interleave.jmh;

import io.interleave.machine.LiveMachine;
import io.interleave.runtime.Policies;
import io.interleave.task.Machine;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A task's whole life, in bulk: made, made ready, polled once, ended. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Spawn {
  private static final int BARE = 128; // half a ring: none overflows
  private static final int LIVE = 10_000; // most of them overflow, as when a program starts

  /** For JMH. */
  public Spawn() {}

  /** A worker without a thread. */
  @State(Scope.Thread)
  public static class Bare {
    /** Whose {@code ready} it is. */
    @Param({"go", "tokio", "fifo"})
    public String policy = "";

    /** The shape of the tasks. */
    @Param({"stackless", "stackful"})
    public String representation = "";

    private Unthreaded<?> machine;

    /** For JMH. */
    public Bare() {}

    /** A new machine. */
    @Setup
    public void open() {
      machine = Unthreaded.under(policy);
    }
  }

  private static final class Ends extends Task {
    Ends(Machine machine) {
      super(machine);
    }

    @Override
    protected boolean poll(Worker worker) {
      return true;
    }
  }

  private static Task stackful(Machine machine, Runnable body) {
    var task = new StackfulTask<Message>(machine, 0);
    task.body(_ -> body.run());
    return task;
  }

  /** The policy alone. */
  @Benchmark
  @OperationsPerInvocation(BARE)
  @Measures("one task's life: made, woken by its worker, polled, ended; the policy alone")
  public void bare(Bare bare) {
    boolean stackful = bare.representation.equals("stackful");
    for (int i = 0; i < BARE; i++) {
      Task task = stackful ? stackful(bare.machine, () -> {}) : new Ends(bare.machine);
      task.wake(bare.machine.worker());
    }
    bare.machine.poll(BARE);
  }

  /** A live machine. */
  @State(Scope.Benchmark)
  public static class Live {
    /** Whose {@code ready} it is. */
    @Param({"go", "tokio", "fifo"})
    public String policy = "";

    /** Threads. */
    @Param({"1", "2"})
    public int workers;

    /** The shape of the tasks. */
    @Param({"stackless", "stackful"})
    public String representation = "";

    private LiveMachine<?> machine;

    /** For JMH. */
    public Live() {}

    /** Starts the workers. */
    @Setup
    public void open() {
      machine = new LiveMachine<>(Policies.make(policy, Map.of()), workers);
    }

    /** Stops them. */
    @TearDown
    public void close() {
      machine.close();
    }
  }

  /** One task spawns all the others from its worker. */
  private static final class Parent extends Task {
    private final LiveMachine<?> machine;
    private final boolean stackful;
    private final AtomicInteger left = new AtomicInteger(LIVE);
    private final CountDownLatch over = new CountDownLatch(1);

    Parent(LiveMachine<?> machine, boolean stackful) {
      super(machine);
      this.machine = machine;
      this.stackful = stackful;
    }

    @Override
    protected boolean poll(Worker worker) {
      for (int i = 0; i < LIVE; i++) {
        machine.spawn(worker, stackful ? stackful(machine, this::childEnds) : new Child(this));
      }
      return true;
    }

    private void childEnds() {
      if (left.decrementAndGet() == 0) {
        over.countDown();
      }
    }
  }

  private static final class Child extends Task {
    private final Parent parent;

    Child(Parent parent) {
      super(parent.machine);
      this.parent = parent;
    }

    @Override
    protected boolean poll(Worker worker) {
      parent.childEnds();
      return true;
    }
  }

  /** With the machine's own count of tasks, and one shared count more to know the last. */
  @Benchmark
  @OperationsPerInvocation(LIVE)
  @Measures(
      "one task's life on a live machine: 10,000 spawned by one task, until the last has ended")
  public void live(Live live) throws InterruptedException {
    var parent = new Parent(live.machine, live.representation.equals("stackful"));
    live.machine.spawn(null, parent);
    parent.over.await();
  }
}
