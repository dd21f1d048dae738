package io.interleave.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The clock: what each timed hop pays. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Clock {
  /** For JMH. */
  public Clock() {}

  /** One read. */
  @Benchmark
  @Measures("one read of System.nanoTime")
  public long nanoTime() {
    return System.nanoTime();
  }
}
