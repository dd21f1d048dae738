package io.interleave.machine;

/**
 * How far away the memory of a task is, on the average: with more tasks than a cache holds, and no
 * order in which they are woken, each is in it with the share of them that fits. (Which ones are
 * there is not followed: it would take a field in every task, and make the live ones larger.)
 */
final class Memory {
  private static final int STEP = 16; // tasks
  private static final int STEPS = 1 << 12;

  private final Costs costs;
  private final int cores;
  private final int[] ns;

  // The last answer of sinceWokenNs, and for how many ready tasks it holds: from … until.
  private long from;
  private long until;
  private long sinceWokenNs;

  Memory(Costs costs, int cores) {
    this.costs = costs;
    this.cores = cores;
    ns = new int[costs.l1Bytes() == 0 ? 0 : STEPS];
    for (int i = 0; i < ns.length; i++) {
      ns[i] = compute((long) i * STEP);
    }
  }

  /** One of so many tasks, all as likely, is touched: nanoseconds more than in the first cache. */
  long ns(long tasks) {
    return tasks < (long) STEP * ns.length ? ns[(int) (tasks / STEP)] : compute(tasks);
  }

  /**
   * A task is polled that was woken when it had as many before it as are ready now. Meanwhile as
   * many others were polled as wait for each core, and as many woken.
   */
  long sinceWokenNs(long ready) {
    if (ready < from || ready >= until) { // a division an event would be felt
      long step = 2 * ready / cores / STEP;
      from = Math.ceilDiv(step * STEP * cores, 2);
      until = Math.ceilDiv((step + 1) * STEP * cores, 2);
      sinceWokenNs = ns(step * STEP);
    }
    return sinceWokenNs;
  }

  private int compute(long tasks) {
    double bytes = (double) tasks * costs.taskBytes();
    if (costs.l1Bytes() == 0 || bytes <= costs.l1Bytes()) {
      return 0;
    }
    double first = costs.l1Bytes() / bytes;
    double second = Math.max(first, Math.min(1, costs.l2Bytes() / bytes));
    double third = Math.max(second, Math.min(1, costs.l3Bytes() / bytes));
    return (int)
        Math.round(
            (second - first) * costs.l2Ns()
                + (third - second) * costs.l3Ns()
                + (1 - third) * costs.memoryNs());
  }
}
