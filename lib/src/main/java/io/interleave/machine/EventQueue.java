package io.interleave.machine;

import java.util.Arrays;

/**
 * What happens next: a 4-ary heap of times, each packed with its source into one long, {@code
 * time·2^bits + source}. A source has one event pending, so an event needs no object; what happens
 * at one time happens in the order of the sources, whatever the order of insertion.
 *
 * <p>Most events are followed by the next of the same source: {@link #replaceFirst} puts that in
 * the place of the first, and one sift does for both. Four children share a cache line, and the
 * heap is half as deep as a binary one.
 */
final class EventQueue {
  private static final long NEVER = Long.MAX_VALUE;

  private final int bits;
  private long[]
      heap; // after the last event NEVER, three times at least: all nodes have 4 children
  private int size;

  /** An empty one for sources from 0 to {@code sources - 1}. */
  EventQueue(int sources) {
    bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, sources - 1));
    heap = new long[sources + 4];
    Arrays.fill(heap, NEVER);
  }

  /** The latest time that can be told from the others. */
  long horizon() {
    return Long.MAX_VALUE >>> bits;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The first event; the queue must not be empty. */
  long first() {
    return heap[0];
  }

  long time(long event) {
    return event >>> bits;
  }

  int source(long event) {
    return (int) event & (1 << bits) - 1;
  }

  /**
   * Adds one, which must be later than the first where that is yet to be replaced or removed.
   *
   * @throws IllegalStateException when it is after the end of time
   */
  void add(long time, int source) {
    if (size + 4 > heap.length) {
      heap = Arrays.copyOf(heap, 2 * heap.length);
      Arrays.fill(heap, size, heap.length, NEVER);
    }
    up(size++, pack(time, source));
  }

  /** The first is over, and its source's next one is at {@code time}. */
  void replaceFirst(long time, int source) {
    down(pack(time, source));
  }

  /** The first is over, and its source has none pending. */
  void removeFirst() {
    long last = heap[--size];
    heap[size] = NEVER;
    if (size > 0) {
      down(last);
    }
  }

  private long pack(long time, int source) {
    if (time > horizon()) {
      throw new IllegalStateException(
          "simulated time ends after %,d s".formatted(horizon() / 1_000_000_000));
    }
    return time << bits | source;
  }

  private void up(int at, long event) {
    while (at > 0 && heap[(at - 1) >> 2] > event) {
      heap[at] = heap[(at - 1) >> 2];
      at = (at - 1) >> 2;
    }
    heap[at] = event;
  }

  private void down(long event) {
    long[] heap = this.heap;
    int at = 0;
    for (int child = 1; child < size; child = 4 * at + 1) {
      int left = heap[child + 1] < heap[child] ? child + 1 : child;
      int right = heap[child + 3] < heap[child + 2] ? child + 3 : child + 2;
      int least = heap[right] < heap[left] ? right : left;
      if (heap[least] >= event) {
        break;
      }
      heap[at] = heap[least];
      at = least;
    }
    heap[at] = event;
  }
}
