package io.interleave.jmh;

import io.interleave.workload.Histograms;
import io.interleave.workload.SplitMix;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a workload's tasks do of their own, apart from any scheduler: computing and noting. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Hop {
  private static final int ROUNDS = 1_000;
  private static final int BYTES = 256;
  private static final int NOTED = 1_000;

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

  /** Allocated, filled, and read once. */
  @Benchmark
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

  /** As many buffers as the headline has messages under way, each to be emptied when it is full. */
  @State(Scope.Thread)
  public static class Buffers {
    private static final int BUFFERED = 24;

    private final long[][] buffers = new long[NOTED][BUFFERED + 1]; // the last: how full
    private final Histogram histogram = Histograms.empty();
    private long z = 1;

    /** For JMH. */
    public Buffers() {}

    private void note(long ns) {
      z += SplitMix.GAMMA;
      long[] buffer = buffers[(int) ((SplitMix.mix(z) >>> 32) * NOTED >>> 32)];
      int size = (int) buffer[BUFFERED];
      buffer[size++] = ns;
      if (size == BUFFERED) {
        synchronized (histogram) {
          for (int i = 0; i < size; i++) {
            histogram.recordValue(buffer[i]);
          }
        }
        size = 0;
      }
      buffer[BUFFERED] = size;
    }
  }

  /** By the way of a small buffer at a random place, without the clock. */
  @Benchmark
  @OperationsPerInvocation(NOTED)
  @Measures("one latency noted in one of 1,000 buffers, and one lock and a histogram every 24")
  public void record(Buffers buffers) {
    for (int i = 0; i < NOTED; i++) {
      buffers.note(1_000L * (i + 1));
    }
  }
}
