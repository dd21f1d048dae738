package io.interleave.machine;

import io.interleave.task.Task;
import io.interleave.task.Worker;
import io.interleave.task.Worker.Counters;
import org.jspecify.annotations.Nullable;

/**
 * What an event has cost: the differences of its worker's counters, which policies and tasks keep
 * for everybody, and what the machine itself was asked for meanwhile. So neither a policy nor a
 * task knows of costs.
 */
final class Charges {
  private final Costs costs;
  private final long slotNs; // 0 where no other worker may take from a slot
  private final Distance distance;
  private final Lock lock;
  private final Collector collector;
  private final Memory memory;

  // What the machine was asked for in this event.
  private long pushes;
  private long wakes;
  private long readings;
  private long linesNs; // and memory that is further away
  private int woken; // who polled the last woken task last

  // The counters before it.
  private long slotHits;
  private long tries;
  private long stolen;
  private long grabs;
  private long injects;
  private long overflows;
  private long rounds;
  private long payload;
  private long copied;

  Charges(
      Costs costs,
      boolean slotStealable,
      Distance distance,
      Lock lock,
      Collector collector,
      Memory memory) {
    this.costs = costs;
    slotNs = slotStealable ? costs.slotNs() : 0;
    this.distance = distance;
    this.lock = lock;
    this.collector = collector;
    this.memory = memory;
  }

  /** The clock was read. */
  void reads() {
    readings++;
  }

  /** A sleeper was woken. */
  void wakes() {
    wakes++;
  }

  /** A line of memory came from elsewhere, which took so long. */
  void line(long ns) {
    linesNs += ns;
  }

  /** A task was made ready, one of so many that there are. */
  void pushes(@Nullable Worker by, Task task, boolean yielded, long tasks) {
    pushes++;
    woken = task.home;
    if (by != null && !yielded) {
      linesNs += memory.ns(tasks);
      linesNs += distance.lineNs(by.index, task.home);
    }
  }

  void begin(Counters c) {
    pushes = 0;
    wakes = 0;
    readings = 0;
    linesNs = 0;
    slotHits = c.slotHits;
    tries = c.stealTries;
    stolen = c.stolen;
    grabs = c.injectGrabs;
    injects = c.injects;
    overflows = c.overflows;
    rounds = c.rounds;
    payload = c.payloadBytes;
    copied = c.copiedBytes;
  }

  /** All of it, in nanoseconds. */
  long end(Worker worker, long now) {
    long ns =
        linesNs
            + pushes * costs.pushNs()
            + wakes * costs.wakeNs()
            + readings * (costs.clockNs() + costs.recordNs());
    var c = worker.counters;
    ns += (c.slotHits - slotHits) * slotNs;
    if (c.stealTries != tries) {
      ns += (c.stealTries - tries) * distance.tryPs() / 1_000;
    }
    if (c.stolen != stolen) {
      long line = distance.meanLineNs(); // the queue's, and of each task what was sent to it
      ns += costs.stealNs() + line + (c.stolen - stolen) * (costs.stolenNs() + line);
    }
    ns += locks(worker, now + ns);
    if (c.rounds != rounds || c.payloadBytes != payload || c.copiedBytes != copied) {
      ns += tasks(c, now);
    }
    return ns;
  }

  private long locks(Worker worker, long now) {
    var c = worker.counters;
    long ns = 0;
    if (c.injectGrabs != grabs) {
      long taken = c.injectGrabs - grabs;
      ns += lock.hold(worker.index, worker.index, now, (taken - 1) * costs.stolenNs());
      ns += taken * distance.anyLineNs(); // who sent to it may have been anyone
    }
    if (c.injects != injects) {
      ns += lock.hold(Math.max(0, woken), worker.index, now + ns, 0);
    }
    if (c.overflows != overflows) {
      ns += lock.hold(0, worker.index, now + ns, (c.overflows - overflows) * costs.stolenNs());
    }
    return ns;
  }

  private long tasks(Counters c, long now) {
    long bytes = c.payloadBytes - payload;
    long ps =
        (c.rounds - rounds) * costs.roundPs()
            + bytes * costs.payloadPsPerByte()
            + (c.copiedBytes - copied) * costs.growPsPerByte();
    return ps / 1_000 + collector.allocate(bytes, now);
  }
}
