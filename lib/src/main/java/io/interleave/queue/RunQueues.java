package io.interleave.queue;

import io.interleave.task.Worker;
import java.util.stream.IntStream;

/**
 * The run queues of all workers, and a thief's way round them.
 *
 * <p>Where one thread runs all workers a thief among a thousand does not look at each: {@link
 * Filled}.
 */
public final class RunQueues {
  private final RunQueue[] queues;
  private final Filled filled;

  /**
   * Empty ones.
   *
   * @param n queues, one a worker
   * @param capacity of each
   * @param oneThread whether no two workers ever run at the same time
   */
  public RunQueues(int n, int capacity, boolean oneThread) {
    filled = new Filled(n, oneThread);
    queues = IntStream.range(0, n).mapToObj(i -> filled.ring(i, capacity)).toArray(RunQueue[]::new);
  }

  /** A worker's own. */
  public RunQueue of(int worker) {
    return queues[worker];
  }

  /**
   * Where a thief looks next, who goes round all the others from number {@code start} on: so many
   * places after it, {@code place} or more; as many as there are queues when he is round. Those
   * that he passes by since they are empty are counted as if he had looked.
   */
  public int next(Worker thief, int start, int place) {
    int n = queues.length;
    if (!filled.isKept()) {
      return place < n && (start + place) % n == thief.index ? place + 1 : place;
    }
    int next = nextFilled(thief.index, start % n, place);
    int self = Math.floorMod(thief.index - start, n);
    thief.counters.stealTries += next - place - (place <= self && self < next ? 1 : 0);
    return next;
  }

  private int nextFilled(int thief, int start, int place) {
    int n = queues.length;
    int at = start + place;
    if (at < n) {
      int found = filled.next(at, thief);
      if (found < n) {
        return found - start;
      }
      at = n;
    }
    return Math.min(n, filled.next(at - n, thief) + n - start);
  }
}
