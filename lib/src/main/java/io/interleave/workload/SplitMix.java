package io.interleave.workload;

import java.util.stream.LongStream;

/** SplitMix64: the generator behind every answer. All arithmetic is unsigned 64-bit and wraps. */
public final class SplitMix {
  /** The golden-ratio increment. */
  public static final long GAMMA = 0x9e3779b97f4a7c15L;

  private SplitMix() {}

  /** The finaliser: spreads every bit of {@code z} over all 64. */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** {@link #mix} of {@code z}, this many times over: work that takes processor time alone. */
  public static long mixed(long z, long rounds) {
    for (long r = 0; r < rounds; r++) {
      z = mix(z);
    }
    return z;
  }

  /** The sum of {@code mix(0)} to {@code mix(n - 1)}: many a workload's answer. */
  static long sumOfMix(long n) {
    return LongStream.range(0, n).parallel().map(SplitMix::mix).sum();
  }
}
