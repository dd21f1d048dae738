package io.interleave.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.internal.vm.annotation.Contended;

/**
 * Tokio's worker, Go's P with its M: what polls tasks, one at a time. A policy extends it by its
 * own state; only the worker's own thread touches the plain fields.
 *
 * <p>Whatever a worker writes is kept a cache line away from what another one does, wherever a
 * collector moves them: so a policy's workers are {@code @Contended} too. The JVM heeds that with
 * {@value #APART}, which a fork of a live machine has.
 */
@Contended
public abstract class Worker {
  /** What a JVM must be started with, so that workers don't share cache lines. */
  public static final String APART = "-XX:-RestrictContended";

  /** From 0. */
  public final int index;

  /** The machine it belongs to. */
  public final Machine machine;

  /**
   * Operations that the task under way may still do before it should yield (Tokio's coop budget);
   * each receive and send takes one.
   */
  public int budget = Integer.MAX_VALUE;

  /**
   * The clock's last reading that the task under way made in this poll, as {@link Machine#now}; 0
   * when it made none. A timeline takes it for the end of the poll, which saves a reading of its
   * own; so a task that goes on for long after a reading sets it back to 0. Nobody else reads it.
   */
  public long reading;

  /** Whether the poll under way stopped at a {@linkplain Machine#pauses pause}. */
  boolean paused;

  /** What it has done so far. */
  public final Counters counters = new Counters();

  /** Worker number {@code index} of {@code machine}. */
  protected Worker(Machine machine, int index) {
    this.machine = machine;
    this.index = index;
  }

  /** Counts of one worker: plain fields that it alone writes; others read them when it is gone. */
  @Contended
  public static final class Counters {
    /** Tasks polled. */
    public long polls;

    /** Tasks taken from other workers. */
    public long stolen;

    /** Times it looked for work at another worker, with or without success. */
    public long stealTries;

    /** Times it went to sleep. */
    public long parks;

    /** Sleeping workers that it woke. */
    public long wakeUps;

    /** Tasks that came from the LIFO slot or runnext. */
    public long slotHits;

    /** Tasks taken from the inject queue, one at a time or many. */
    public long injectGrabs;

    /** Tasks that it put in the inject queue, one at a time. */
    public long injects;

    /** Tasks that its full run queue moved to the inject queue. */
    public long overflows;

    /** Rounds of {@code mix} that its tasks computed as work, beside their messages. */
    public long rounds;

    /** Bytes of payload that its tasks allocated. */
    public long payloadBytes;

    /** Bytes of stack that were copied since its tasks' stacks had to grow. */
    public long copiedBytes;

    /** Nanoseconds it looked for work, none being at hand; counted while a timeline is recorded. */
    public long searchingNs;

    /** Nanoseconds it slept; counted while a timeline is recorded. */
    public long parkedNs;

    /** All workers' together, as {@link #byName}. */
    public static Map<String, Long> sum(List<Counters> workers) {
      var sums = new LinkedHashMap<String, Long>();
      workers.forEach(w -> w.byName().forEach((name, n) -> sums.merge(name, n, Long::sum)));
      return sums;
    }

    /** All of them, as a table's columns are called. */
    public Map<String, Long> byName() {
      var all = new LinkedHashMap<String, Long>();
      all.put("polls", polls);
      all.put("steal_tries", stealTries);
      all.put("stolen", stolen);
      all.put("parks", parks);
      all.put("wake_ups", wakeUps);
      all.put("slot_hits", slotHits);
      all.put("inject_grabs", injectGrabs);
      all.put("injects", injects);
      all.put("overflows", overflows);
      all.put("searching_ns", searchingNs);
      all.put("parked_ns", parkedNs);
      return all;
    }
  }
}
