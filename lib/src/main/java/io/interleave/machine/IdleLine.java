package io.interleave.machine;

/**
 * The word in which workers tell each other who sleeps and who searches: whoever brings work looks
 * at it, and whoever goes to sleep, is woken or searches changes it. So while a worker does that
 * often, the line moves to and fro between it and those who work.
 */
final class IdleLine {
  private final Distance distance;
  private final long[] seen; // by each core: the number of the change
  private long changes;
  private int holder = -1;

  IdleLine(int cores, Distance distance) {
    this.distance = distance;
    seen = new long[cores];
  }

  /** A core looks at it; returns what it takes to get it. */
  long read(int core) {
    if (seen[core] == changes) {
      return 0;
    }
    seen[core] = changes;
    return distance.lineNs(core, holder);
  }

  /** A core changes it; returns what it takes to get it. */
  long change(int core) {
    long ns = read(core);
    seen[core] = ++changes;
    holder = core;
    return ns;
  }
}
