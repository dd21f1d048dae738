package io.interleave.jmh;

import io.interleave.queue.InjectQueue;
import io.interleave.queue.RunQueue;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.workload.SplitMix;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;

/** The queues: a worker's own, alone and with a thief; and the one that all share. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Queue {
  private static final int RING = 256; // Go's and Tokio's

  /** For JMH. */
  public Queue() {}

  /** A worker's own queue, and a task to put into it. */
  @State(Scope.Benchmark)
  public static class Ring {
    final RunQueue ring = new RunQueue(RING);
    final Task task = new Waits(Machine.NONE);

    /** For JMH. */
    public Ring() {}
  }

  /** A thief's own queue. */
  @State(Scope.Thread)
  public static class Loot {
    final RunQueue ring = new RunQueue(RING);

    /** For JMH. */
    public Loot() {}
  }

  /**
   * Two queues with 64 and 32 tasks. Half of the one with 64 is moved, and so they change places:
   * every theft is of 32, and nothing has to be put back.
   */
  @State(Scope.Thread)
  public static class Pair {
    final RunQueue left = new RunQueue(RING);
    final RunQueue right = new RunQueue(RING);

    /** For JMH. */
    public Pair() {
      for (int i = 0; i < 96; i++) {
        (i < 64 ? left : right).offer(new Waits(Machine.NONE));
      }
    }

    static void move(RunQueue from, RunQueue to, boolean half) {
      Task last = from.stealInto(to, half);
      if (last == null || !to.offer(last)) {
        throw new IllegalStateException("there is always something to steal, and room for it");
      }
    }
  }

  /** The queue that all workers share. */
  @State(Scope.Benchmark)
  public static class Shared {
    final InjectQueue queue = new InjectQueue();
    final Task task = new Waits(Machine.NONE);

    /** For JMH. */
    public Shared() {}
  }

  /** The owner alone. */
  @Benchmark
  @Measures("run queue, its owner alone: one offer and one poll")
  public @Nullable Task offerPoll(Ring r) {
    r.ring.offer(r.task);
    return r.ring.poll();
  }

  /** Half of 64, by a thief that has the line in its cache. */
  @Benchmark
  @OperationsPerInvocation(2)
  @Measures("run queue: one theft of half, 32 tasks, from a queue in the same cache")
  public void stealHalf(Pair p) {
    Pair.move(p.left, p.right, true);
    Pair.move(p.right, p.left, true);
  }

  /** One of 64. */
  @Benchmark
  @OperationsPerInvocation(2)
  @Measures("run queue: one theft of one task, from a queue in the same cache")
  public void stealOne(Pair p) {
    Pair.move(p.left, p.right, false);
    Pair.move(p.right, p.left, false);
  }

  /** Nothing there. */
  @Benchmark
  @Measures("run queue: one look at an empty queue in the same cache")
  public @Nullable Task look(Loot loot, Ring r) {
    return r.ring.stealInto(loot.ring, true);
  }

  /** The owner's side: puts two and takes one, so that there is something to steal. */
  @Benchmark
  @Group("withThief")
  @Measures("run queue with a busy thief, owner: two offers and one poll")
  public @Nullable Task owner(Ring r) {
    r.ring.offer(r.task); // refused while it is full, until the thief has taken half
    r.ring.offer(r.task);
    return r.ring.poll();
  }

  /** The thief's side. */
  @Benchmark
  @Group("withThief")
  @Measures("thief: one try to steal half, and its own queue emptied")
  public void thief(Ring r, Loot loot, Blackhole hole) {
    hole.consume(r.ring.stealInto(loot.ring, true));
    while (!loot.ring.isEmpty()) {
      hole.consume(loot.ring.poll());
    }
  }

  /** One thread: a lock that nobody contends for. */
  @Benchmark
  @Measures("inject queue, one thread: one push and one poll")
  public @Nullable Task inject(Shared s) {
    s.queue.push(s.task);
    return s.queue.poll();
  }

  /**
   * What a thread does between two uses of the lock, about as long as the lock's way: without it,
   * who has just let go of the lock would mostly have it again.
   */
  @State(Scope.Thread)
  public static class Work {
    private static final int ROUNDS = 20;
    private long z = 1;

    /** For JMH. */
    public Work() {}

    long some() {
      z = SplitMix.mixed(z, ROUNDS);
      return z;
    }
  }

  /** Two threads use the same lock, mostly in turns. */
  @Benchmark
  @Threads(2)
  @Measures("inject queue, two threads at once: one push and one poll by each, 100 ns after each")
  public @Nullable Task injectContended(Shared s, Work work, Blackhole hole) {
    s.queue.push(s.task);
    hole.consume(work.some());
    Task task = s.queue.poll();
    hole.consume(work.some());
    return task;
  }
}
