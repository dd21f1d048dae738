package io.interleave.queue;

import io.interleave.task.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A worker's own queue: a ring that its owner fills at the tail and empties at the head, and that
 * others steal from at the head. Models {@code runqput}, {@code runqget} and {@code runqgrab} of Go
 * 1.26 ({@code src/runtime/proc.go}); Tokio's {@code queue.rs} differs in letting only one thief in
 * at a time, and in which half it gives away when it is full.
 *
 * <p>A thief copies first and claims after: a copy is valid when the head is still where it was,
 * since the owner overwrites no slot before the head has passed it. The ends are 64-bit counts, so
 * no head comes back to an old value.
 */
public class RunQueue {
  private static final VarHandle ENDS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Task[].class);
  private static final int HEAD = 16; // 128 bytes apart, and from the array's header
  private static final int TAIL = 32;

  private final @Nullable Task[] slots;
  private final @Nullable Task[] overflow; // its owner's, on the way to the inject queue
  private final long[] ends = new long[48];

  /**
   * An empty one.
   *
   * @param capacity a power of two, at least 2: Go and Tokio have 256
   * @throws IllegalArgumentException otherwise
   */
  public RunQueue(int capacity) {
    if (capacity < 2 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity=%d: expected a power of two, at least 2".formatted(capacity));
    }
    slots = new Task[capacity];
    overflow = new Task[capacity / 2 + 1];
  }

  /** How many tasks it can hold. */
  public int capacity() {
    return slots.length;
  }

  /** How many it holds; behind by a few for all but its owner. */
  public int size() {
    long head = (long) ENDS.getAcquire(ends, HEAD);
    long tail = (long) ENDS.getAcquire(ends, TAIL);
    return (int) Math.max(0, tail - head);
  }

  /** Whether it looks empty. */
  public boolean isEmpty() {
    return size() == 0;
  }

  /** Owner: puts a task at the tail; false when it is full. */
  public boolean offer(Task task) {
    long head = (long) ENDS.getAcquire(ends, HEAD);
    long tail = ends[TAIL];
    if (tail - head == slots.length) {
      return false;
    }
    SLOTS.setOpaque(slots, slot(tail), task);
    ENDS.setRelease(ends, TAIL, tail + 1);
    return true;
  }

  /** Owner: takes the oldest task; null when it is empty. */
  public @Nullable Task poll() {
    while (true) {
      long head = (long) ENDS.getAcquire(ends, HEAD);
      if (head == ends[TAIL]) {
        return null;
      }
      var task = (Task) SLOTS.getOpaque(slots, slot(head));
      if (claim(head, 1)) {
        return task;
      }
    }
  }

  /**
   * Owner: puts a task at the tail; when it is full, half of it and this task go to {@code inject}.
   *
   * @param newer which half: the newer one, as in Tokio's {@code push_overflow} since tokio#8029;
   *     or the older one, as in Tokio's before and in Go's {@code runqputslow}
   * @return how many went there; mostly 0
   */
  public int put(Task task, InjectQueue inject, boolean newer) {
    while (!offer(task)) {
      int n = newer ? grabNewerHalf(overflow) : grabOlderHalf(overflow);
      if (n > 0) {
        overflow[n] = task;
        inject.pushAll(overflow, n + 1);
        return n + 1;
      }
    }
    return 0;
  }

  /** Owner, when it is full; 0 when thieves have made room meanwhile. */
  int grabOlderHalf(@Nullable Task[] into) {
    long head = (long) ENDS.getAcquire(ends, HEAD);
    int n = (int) (ends[TAIL] - head) / 2;
    if (n < slots.length / 2) {
      return 0;
    }
    copy(head, n, into);
    return claim(head, n) ? n : 0;
  }

  /**
   * The same with the newer half. Thieves take from the other end, so the owner claims all of it,
   * and gives the older half back: its slots are the next ones after the new head.
   */
  int grabNewerHalf(@Nullable Task[] into) {
    long head = (long) ENDS.getAcquire(ends, HEAD);
    long tail = ends[TAIL];
    if (tail - head < slots.length || !claim(head, slots.length)) {
      return 0;
    }
    int n = slots.length / 2;
    copy(head + n, n, into);
    ENDS.setRelease(ends, TAIL, tail + n);
    return n;
  }

  /**
   * The owner of {@code to} takes the older part of this one: half, rounded up, or one.
   *
   * @param half as Go and Tokio do; otherwise a single task
   * @return one of the stolen tasks, which is in neither queue; null when there was nothing. The
   *     others are in {@code to}. If all were published and one then popped, another thief could
   *     take the last one in between, and this worker would park without having registered.
   */
  public @Nullable Task stealInto(RunQueue to, boolean half) {
    while (true) {
      long head = (long) ENDS.getAcquire(ends, HEAD);
      long tail = (long) ENDS.getAcquire(ends, TAIL);
      long n = half ? tail - head - (tail - head) / 2 : Math.min(1, tail - head);
      if (n <= 0) {
        return null;
      }
      if (n > slots.length / 2) {
        continue; // head and tail were read at different moments
      }
      long end = to.ends[TAIL];
      int room =
          (int) Math.min(n - 1, to.slots.length - (end - (long) ENDS.getAcquire(to.ends, HEAD)));
      for (int i = 0; i < room; i++) {
        SLOTS.setOpaque(to.slots, to.slot(end + i), SLOTS.getOpaque(slots, slot(head + i)));
      }
      var last = (Task) SLOTS.getOpaque(slots, slot(head + room));
      if (claim(head, room + 1)) {
        ENDS.setRelease(to.ends, TAIL, end + room);
        return last;
      }
    }
  }

  /**
   * Whether the {@code n} tasks that were copied from {@code head} on are the caller's. A method of
   * its own, so that a test can come in between copy and claim.
   */
  boolean claim(long head, int n) {
    return ENDS.compareAndSet(ends, HEAD, head, head + n);
  }

  private void copy(long from, int n, @Nullable Task[] into) {
    for (int i = 0; i < n; i++) {
      into[i] = (Task) SLOTS.getOpaque(slots, slot(from + i));
    }
  }

  private int slot(long position) {
    return (int) position & (slots.length - 1);
  }
}
