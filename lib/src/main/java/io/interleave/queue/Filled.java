package io.interleave.queue;

import io.interleave.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Which of many queues may hold something, a bit each: so that one who looks at a thousand does not
 * touch them all, which on a simulated machine was most of the work. Kept only where one thread
 * runs all workers; elsewhere it would be a line of memory that all write, and any queue may hold
 * something.
 */
public final class Filled {
  private final int queues;
  private final long @Nullable [] bits;

  /**
   * None is.
   *
   * @param oneThread whether no two workers ever run at the same time: only then is it kept
   */
  public Filled(int queues, boolean oneThread) {
    this.queues = queues;
    bits = oneThread ? new long[(queues + Long.SIZE - 1) / Long.SIZE] : null;
  }

  boolean isKept() {
    return bits != null;
  }

  /** A worker's queue, that is such a one. */
  public RunQueue ring(int queue, int capacity) {
    return bits == null ? new RunQueue(capacity) : new Noting(capacity, this, queue);
  }

  /** Whether it may hold something. */
  public boolean may(int queue) {
    return bits == null || (bits[queue / Long.SIZE] >>> queue & 1) != 0;
  }

  /** Something was put into it. */
  public void set(int queue) {
    if (bits != null) {
      bits[queue / Long.SIZE] |= 1L << queue;
    }
  }

  /** It is empty. */
  public void clear(int queue) {
    if (bits != null) {
      bits[queue / Long.SIZE] &= ~(1L << queue);
    }
  }

  /**
   * Where one looks next who goes round all of them, from number {@code start} on, each time {@code
   * step} further: so many steps after it, {@code place} or more; as many as there are queues when
   * nothing is left. For a power of two of queues.
   *
   * @param step odd, so that he comes to all
   */
  public int next(int start, int step, int place) {
    if (bits == null) {
      return place;
    }
    int least = queues;
    int inverse = inverse(step);
    for (int word = 0; word < bits.length; word++) {
      for (long some = bits[word]; some != 0; some &= some - 1) {
        int queue = word * Long.SIZE + Long.numberOfTrailingZeros(some);
        int at = (queue - start) * inverse & (queues - 1);
        least = at < place ? least : Math.min(least, at);
      }
    }
    return least;
  }

  /** After how many steps he comes to a queue. */
  public int place(int start, int step, int queue) {
    return (queue - start) * inverse(step) & (queues - 1);
  }

  /** Modulo 2³², by Newton's method: each time twice as many bits are right. */
  private static int inverse(int odd) {
    int inverse = odd;
    for (int right = 3; right < Integer.SIZE; right *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  /**
   * The first from {@code at} on, other than {@code but}, that may; as many as there are if none.
   */
  int next(int at, int but) {
    for (int word = at / Long.SIZE; bits != null && word < bits.length; word++) {
      long some = bits[word];
      some &= word == at / Long.SIZE ? -1L << at : -1;
      some &= word == but / Long.SIZE ? ~(1L << but) : -1;
      if (some != 0) {
        return word * Long.SIZE + Long.numberOfTrailingZeros(some);
      }
    }
    return queues;
  }

  /** One that notes when it is filled, and when it is empty again. */
  private static final class Noting extends RunQueue {
    private final Filled filled;
    private final int index;

    Noting(int capacity, Filled filled, int index) {
      super(capacity);
      this.filled = filled;
      this.index = index;
    }

    @Override
    public boolean offer(Task task) {
      filled.set(index);
      return super.offer(task);
    }

    @Override
    public @Nullable Task poll() {
      Task task = super.poll();
      note();
      return task;
    }

    @Override
    public @Nullable Task stealInto(RunQueue to, boolean half) {
      Task task = super.stealInto(to, half);
      note();
      if (to instanceof Noting other) {
        other.note();
      }
      return task;
    }

    private void note() {
      if (isEmpty()) {
        filled.clear(index);
      } else {
        filled.set(index);
      }
    }
  }
}
