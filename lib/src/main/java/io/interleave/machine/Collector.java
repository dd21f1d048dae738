package io.interleave.machine;

/**
 * A collector as its program feels it: when enough has been allocated it stops all cores for a
 * moment, and marks the live heap beside them, while who allocates pays for it. How its threads
 * share the cores with the program is not modelled.
 */
final class Collector {
  private final Costs costs;
  private long allocated; // since the last collection
  private long markedAt; // when the marking under way is over
  private long stoppedNs;
  private long collections;

  Collector(Costs costs) {
    this.costs = costs;
  }

  /** So many bytes more; returns what whoever allocated them pays in assists. */
  long allocate(long bytes, long now) {
    if (costs.collectBytes() == 0) {
      return 0;
    }
    allocated += bytes;
    if (now < markedAt) {
      return bytes * costs.assistPsPerByte() / 1_000;
    }
    if (allocated >= costs.collectBytes()) {
      allocated = 0;
      collections++;
      stoppedNs += costs.pauseNs();
      markedAt = now + costs.pauseNs() + costs.liveBytes() * costs.markPsPerByte() / 1_000;
    }
    return 0;
  }

  /** How long it has stopped all cores, altogether. */
  long stoppedNs() {
    return stoppedNs;
  }

  long collections() {
    return collections;
  }
}
