package io.interleave.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Memory that another processor wrote last: the simulator's remote penalty. {@code shared} less
 * {@code apart} is what sharing costs where half of the accesses find the other's line; {@code
 * apart} less {@code alone} is what two processors cost each other without sharing anything.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheLine {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int LINE = 8; // longs
  private static final int ROUNDS = 1_000;
  private static final int STEPS = 1_000;

  /** For JMH. */
  public CacheLine() {}

  /**
   * One line, and a thread that answers each even number in it with the next odd one. Both spin:
   * this needs two processors.
   */
  @State(Scope.Benchmark)
  public static class Ball {
    private static final int AT = 2 * LINE; // away from the array's header and from its end
    private static final long END = -2;

    private final long[] line = new long[4 * LINE];
    private final Thread partner =
        Thread.ofPlatform().daemon().name("partner").unstarted(this::run);
    private long sent;

    /** For JMH. */
    public Ball() {
      line[AT] = 1;
    }

    private void run() {
      for (long seen = get(); seen != END; seen = get()) {
        if ((seen & 1) == 0) {
          LONGS.setRelease(line, AT, seen + 1);
        } else {
          Thread.onSpinWait();
        }
      }
    }

    private long get() {
      return (long) LONGS.getAcquire(line, AT);
    }

    /** Starts it. */
    @Setup
    public void start() {
      partner.start();
    }

    /** Ends it. */
    @TearDown
    public void end() throws InterruptedException {
      LONGS.setRelease(line, AT, END);
      partner.join();
    }

    private void roundTrip() {
      sent += 2;
      LONGS.setRelease(line, AT, sent);
      while (get() != sent + 1) {
        Thread.onSpinWait();
      }
    }
  }

  /** To and fro is two ways. */
  @Benchmark
  @OperationsPerInvocation(2 * ROUNDS)
  @Measures("one cache line handed from one spinning thread to another, one way")
  public void handOver(Ball ball) {
    for (int i = 0; i < ROUNDS; i++) {
      ball.roundTrip();
    }
  }

  /** A table of lines for all threads. */
  @State(Scope.Benchmark)
  public static class Common {
    /** Lines, one long used in each: as many as the headline has actors. */
    @Param("10000")
    public int lines;

    private long[] table;

    /** For JMH. */
    public Common() {}

    /** Makes it. */
    @Setup
    public void fill() {
      table = new long[lines * LINE];
    }
  }

  /** A table of lines for each thread. */
  @State(Scope.Thread)
  public static class Own {
    /** Lines, one long used in each: as many as the headline has actors. */
    @Param("10000")
    public int lines;

    private long[] table;

    /** For JMH. */
    public Own() {}

    /** Makes it. */
    @Setup
    public void fill() {
      table = new long[lines * LINE];
    }
  }

  /**
   * A walk through a table: each step reads a line, writes it, and learns there where to go next,
   * so no two steps overlap.
   */
  @State(Scope.Thread)
  public static class Walk {
    private long at = Thread.currentThread().threadId();

    /** For JMH. */
    public Walk() {}

    private long through(long[] table, int lines) {
      long x = at;
      for (int i = 0; i < STEPS; i++) {
        int slot = (int) ((x >>> 32) * lines >>> 32) * LINE;
        long found = table[slot];
        table[slot] = x;
        x = (x + found) * 0x9E3779B97F4A7C15L + i;
        x ^= x >>> 29;
      }
      at = x;
      return x;
    }
  }

  /** Nobody else. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  @Measures("one dependent read and write at random in a table of cache lines, one thread")
  public long alone(Own own, Walk walk) {
    return walk.through(own.table, own.lines);
  }

  /** Two threads that share no line. */
  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(STEPS)
  @Measures("the same by two threads at once, each in a table of its own")
  public long apart(Own own, Walk walk) {
    return walk.through(own.table, own.lines);
  }

  /** Two threads in the same lines. */
  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(STEPS)
  @Measures("the same by two threads at once in one table: half of the lines were the other's")
  public long shared(Common common, Walk walk) {
    return walk.through(common.table, common.lines);
  }
}
