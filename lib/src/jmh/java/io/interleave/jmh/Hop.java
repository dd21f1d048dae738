package io.interleave.jmh;

import io.interleave.workload.SplitMix;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a workload's tasks do of their own, apart from any scheduler. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Hop {
  private static final int ROUNDS = 1_000;
  private static final int BYTES = 256;

  /** For JMH. */
  public Hop() {}

  /** Something to compute with. */
  @State(Scope.Thread)
  public static class Numbers {
    private long z = 1;

    /** For JMH. */
    public Numbers() {}
  }

  /** Each needs the one before. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  @Measures("one round of mix, each waiting for the one before")
  public long rounds(Numbers numbers) {
    numbers.z = SplitMix.mixed(numbers.z, ROUNDS);
    return numbers.z;
  }

  /** Allocated, filled, and read once; of memory that was touched before, as a warm program's. */
  @Benchmark
  @Fork(jvmArgsAppend = "-Xmn64m")
  @OperationsPerInvocation(BYTES)
  @Measures("one byte of a payload of 256: allocated, filled, read")
  public long payload(Numbers numbers) {
    var words = new long[BYTES / Long.BYTES];
    Arrays.fill(words, numbers.z++);
    long sum = 0;
    for (long word : words) {
      sum += word;
    }
    return sum;
  }
}
