package io.interleave.workload;

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
}
