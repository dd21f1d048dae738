package io.interleave.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The operating system's part: ending the park of a sleeping thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Park {
  private static final int END = -1;

  /** For JMH. */
  public Park() {}

  /** A thread that sleeps until it is asked; waiting until it sleeps again is not timed. */
  @State(Scope.Benchmark)
  public static class Sleeper {
    private volatile int asked;
    private volatile int answered;
    private final Thread thread = Thread.ofPlatform().daemon().name("sleeper").unstarted(this::run);

    /** For JMH. */
    public Sleeper() {}

    private void run() {
      while (answered != END) {
        int question = asked;
        if (question == answered) {
          LockSupport.park(this);
        } else {
          answered = question;
        }
      }
    }

    /** Starts it. */
    @Setup
    public void start() {
      thread.start();
    }

    /** Waits until it has answered and parked. */
    @Setup(Level.Invocation)
    public void untilAsleep() {
      while (answered != asked) {
        Thread.onSpinWait();
      }
      Asleep.await(thread);
    }

    /** Ends it. */
    @TearDown
    public void end() throws InterruptedException {
      ask(END);
      thread.join();
    }

    private void ask(int question) {
      asked = question;
      LockSupport.unpark(thread);
    }

    private int next() {
      return (asked + 1) & Integer.MAX_VALUE;
    }
  }

  /** What the waker pays. */
  @Benchmark
  @Measures("one unpark of a sleeping thread: the time that the call takes")
  public void unpark(Sleeper sleeper) {
    sleeper.ask(sleeper.next());
  }

  /** What the woken one waits. */
  @Benchmark
  @Measures("one unpark of a sleeping thread, until it runs and its answer is seen")
  public int latency(Sleeper sleeper) {
    int question = sleeper.next();
    sleeper.ask(question);
    while (sleeper.answered != question) {
      Thread.onSpinWait();
    }
    return question;
  }
}
