package io.interleave.jmh;

import io.interleave.machine.LiveMachine;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
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

  /** The policy alone. */
  @Benchmark
  @OperationsPerInvocation(BARE)
  @Measures("one task's life: made, woken by its worker, polled, ended; the policy alone")
  public void bare(Bare bare) {
    for (int i = 0; i < BARE; i++) {
      new Ends(bare.machine).wake(bare.machine.worker());
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

    private LiveMachine<?> machine;

    /** For JMH. */
    public Live() {}

    /** Starts the workers. */
    @Setup
    public void open() {
      machine = new LiveMachine<>(Named.policy(policy), workers);
    }

    /** Stops them. */
    @TearDown
    public void close() {
      machine.close();
    }
  }

  /** One task spawns all the others from its worker. */
  private static final class Parent<W extends Worker> extends Task {
    private final LiveMachine<W> machine;
    private final AtomicInteger left = new AtomicInteger(LIVE);
    private final CountDownLatch over = new CountDownLatch(1);

    Parent(LiveMachine<W> machine) {
      super(machine);
      this.machine = machine;
    }

    static void live(LiveMachine<?> machine) throws InterruptedException {
      start(machine).over.await();
    }

    private static <W extends Worker> Parent<W> start(LiveMachine<W> machine) {
      var parent = new Parent<>(machine);
      machine.spawn(null, parent);
      return parent;
    }

    @Override
    @SuppressWarnings("unchecked") // its machine's workers are W
    protected boolean poll(Worker worker) {
      for (int i = 0; i < LIVE; i++) {
        machine.spawn((W) worker, new Child(this));
      }
      return true;
    }
  }

  private static final class Child extends Task {
    private final Parent<?> parent;

    Child(Parent<?> parent) {
      super(parent.machine);
      this.parent = parent;
    }

    @Override
    protected boolean poll(Worker worker) {
      if (parent.left.decrementAndGet() == 0) {
        parent.over.countDown();
      }
      return true;
    }
  }

  /** With the machine's own count of tasks, and one shared count more to know the last. */
  @Benchmark
  @OperationsPerInvocation(LIVE)
  @Measures(
      "one task's life on a live machine: 10,000 spawned by one task, until the last has ended")
  public void live(Live live) throws InterruptedException {
    Parent.live(live.machine);
  }
}
