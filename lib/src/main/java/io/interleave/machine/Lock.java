package io.interleave.machine;

import java.util.Arrays;

/**
 * The locks of inject queues, each a server with a line before it: who comes while another holds
 * one waits for its turn, and gets the lines of memory that the other wrote.
 */
final class Lock {
  private final Distance distance;
  private final long holdNs;
  private final long linesPermille;
  private final long[] freeAt;
  private final int[] holder;

  Lock(int locks, Costs costs, Distance distance) {
    this.distance = distance;
    holdNs = costs.lockNs();
    linesPermille = costs.lockLinesPermille();
    freeAt = new long[locks];
    holder = new int[locks];
    Arrays.fill(holder, -1);
  }

  /**
   * A core takes one, holds it for one task and so much longer, and lets go; returns how long all
   * of that takes.
   */
  long hold(int lock, int core, long now, long moreNs) {
    int which = freeAt.length == 1 ? 0 : lock;
    long from = Math.max(now, freeAt[which]);
    long to = from + holdNs + moreNs + distance.lineNs(core, holder[which]) * linesPermille / 1_000;
    freeAt[which] = to;
    holder[which] = core;
    return to - now;
  }
}
