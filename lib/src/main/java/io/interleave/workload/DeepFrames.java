package io.interleave.workload;

import static io.interleave.workload.SplitMix.mix;

/**
 * The calls of {@link DeepStack}, for both forms: in either they are plain ones.
 *
 * <p>The words must live in the frames while the inner calls run. A compiler might as well compute
 * them when the inner call has returned, since nobody asks before; so each call hands the next what
 * its words make together, and the innermost keeps that.
 */
final class DeepFrames {
  private static final int WARM_CALLS = 100_000;
  private static final int WARM_DEPTH = 50;

  private final long depth;
  private final long seed;
  private long kept;
  private boolean asks;
  private long lowest;

  /** A stack of this depth, of the words of {@code seed}. */
  DeepFrames(long depth, long seed) {
    this.depth = depth;
    this.seed = seed;
  }

  /** Makes all calls; what they fold to. */
  long fold() {
    return apartFrame(0, seed);
  }

  /** Makes all calls once more: how far apart the outermost and the innermost stand. */
  long stackBytes() {
    asks = true;
    long highest = StackPointer.read();
    fold();
    return highest - lowest;
  }

  private long apartFrame(long f, long above) {
    long s = seed + 8 * f;
    long w0 = mix(s);
    long w1 = mix(s + 1);
    long w2 = mix(s + 2);
    long w3 = mix(s + 3);
    long w4 = mix(s + 4);
    long w5 = mix(s + 5);
    long w6 = mix(s + 6);
    long w7 = mix(s + 7);
    long down = above ^ w0 ^ w1 ^ w2 ^ w3 ^ w4 ^ w5 ^ w6 ^ w7;
    long acc = f + 1 < depth ? apartFrame(f + 1, down) : apartInnermost(down);
    acc = mix(mix(mix(mix(acc ^ w0) ^ w1) ^ w2) ^ w3);
    return mix(mix(mix(mix(acc ^ w4) ^ w5) ^ w6) ^ w7);
  }

  /** Apart, so that the frames stay compiled when it is compiled anew because it asks or not. */
  private long apartInnermost(long down) {
    kept = down;
    if (asks) {
      lowest = StackPointer.read();
    }
    return seed;
  }

  /** What the innermost call was told; something that nobody can know without the calls. */
  long kept() {
    return kept;
  }

  /**
   * Has the frames compiled, once a process: what is measured is the stack's growth, not the
   * compiler's.
   */
  static void warm() {
    Warm.up();
  }

  private static final class Warm {
    static {
      for (int calls = 0; calls < WARM_CALLS; calls += WARM_DEPTH) {
        var frames = new DeepFrames(WARM_DEPTH, calls);
        frames.fold();
        if (Crossing.isOpen()) {
          frames.stackBytes();
        }
      }
    }

    static void up() {}
  }
}
