package io.interleave.queue;

import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The run queues of all workers, and a thief's way round them.
 *
 * <p>Where one thread runs all workers they note which of them may hold something, so that a thief
 * among a thousand does not look at each: on a simulated machine that was most of the work. On a
 * live one the note would be a line of memory that all workers write.
 */
public final class RunQueues {
  private final RunQueue[] queues;
  private final long @Nullable [] filled; // a bit a queue, 1 where it may hold something

  /**
   * Empty ones.
   *
   * @param n queues, one a worker
   * @param capacity of each
   * @param oneThread whether no two workers ever run at the same time
   */
  public RunQueues(int n, int capacity, boolean oneThread) {
    long[] bits = new long[oneThread ? (n + Long.SIZE - 1) / Long.SIZE : 0];
    filled = oneThread ? bits : null;
    queues =
        IntStream.range(0, n)
            .mapToObj(i -> oneThread ? new Noting(capacity, bits, i) : new RunQueue(capacity))
            .toArray(RunQueue[]::new);
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
    if (filled == null) {
      return place < n && (start + place) % n == thief.index ? place + 1 : place;
    }
    int next = nextFilled(filled, thief.index, start % n, place);
    int self = Math.floorMod(thief.index - start, n);
    thief.counters.stealTries += next - place - (place <= self && self < next ? 1 : 0);
    return next;
  }

  private int nextFilled(long[] bits, int thief, int start, int place) {
    int n = queues.length;
    int at = start + place;
    if (at < n) {
      int found = from(bits, at, thief);
      if (found < n) {
        return found - start;
      }
      at = n;
    }
    return Math.min(n, from(bits, at - n, thief) + n - start);
  }

  /** The first from {@code at} on that may hold something and is not the thief's; n for none. */
  private int from(long[] bits, int at, int thief) {
    int n = queues.length;
    for (int word = at / Long.SIZE; word < bits.length; word++) {
      long some = bits[word];
      some &= word == at / Long.SIZE ? -1L << at : -1;
      some &= word == thief / Long.SIZE ? ~(1L << thief) : -1;
      if (some != 0) {
        return word * Long.SIZE + Long.numberOfTrailingZeros(some);
      }
    }
    return n;
  }

  /** One that notes when it is filled, and when it was found empty. */
  private static final class Noting extends RunQueue {
    private final long[] bits;
    private final int word;
    private final long bit;

    Noting(int capacity, long[] bits, int index) {
      super(capacity);
      this.bits = bits;
      word = index / Long.SIZE;
      bit = 1L << index;
    }

    @Override
    public boolean offer(Task task) {
      bits[word] |= bit;
      return super.offer(task);
    }

    @Override
    public @Nullable Task poll() {
      Task task = super.poll();
      if (task == null) {
        bits[word] &= ~bit;
      }
      return task;
    }

    @Override
    public @Nullable Task stealInto(RunQueue to, boolean half) {
      Task task = super.stealInto(to, half);
      if (task == null) {
        bits[word] &= ~bit;
      } else if (to instanceof Noting other) {
        other.bits[other.word] |= other.bit;
      }
      return task;
    }
  }
}
