package io.interleave.queue;

import io.interleave.task.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The queue that all workers share: Go's global queue, Tokio's inject queue. A lock and a list, as
 * in both; its size is read without the lock.
 */
public final class InjectQueue {
  private static final int SPINS = 100; // Rust's std::sync::Mutex; Go's runtime.lock: 4 × 30
  private static final VarHandle LOCKED;

  static {
    try {
      LOCKED = MethodHandles.lookup().findVarHandle(InjectQueue.class, "locked", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private volatile int size;
  private volatile boolean locked;

  /** An empty one. */
  public InjectQueue() {}

  /** How many it holds; behind by a few. */
  public int size() {
    return size;
  }

  /** Whether it looks empty. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Puts a task at its end. */
  public void push(Task task) {
    lock();
    try {
      tasks.addLast(task);
    } finally {
      unlock(); // when the heap is full, too
    }
  }

  /** Moves the first {@code n} tasks of a batch to its end. */
  public void pushAll(@Nullable Task[] batch, int n) {
    lock();
    try {
      for (int i = 0; i < n; i++) {
        tasks.addLast(batch[i]);
        batch[i] = null; // or it would be kept alive by who moved it
      }
    } finally {
      unlock();
    }
  }

  /** The oldest; null when there is none. */
  public @Nullable Task poll() {
    if (size == 0) {
      return null;
    }
    lock();
    var task = tasks.pollFirst();
    unlock();
    return task;
  }

  /**
   * The oldest, and with it a fair share of the others: as many as each of {@code workers} would
   * get, but no more than half of {@code into}, which the caller owns and where they go. Null when
   * there is none.
   */
  public @Nullable Task grabShare(int workers, RunQueue into) {
    return size == 0
        ? null
        : lockedGrab(Math.min(size / workers + 1, into.capacity() / 2) - 1, into);
  }

  /**
   * The oldest, and with it half of the others, rounded up, or as many as {@code into} has room
   * for, which the caller owns. Null when there is none.
   */
  public @Nullable Task grabHalf(RunQueue into) {
    int now = size;
    return now == 0 ? null : lockedGrab(now / 2, into);
  }

  private @Nullable Task lockedGrab(int more, RunQueue into) {
    lock();
    var first = tasks.pollFirst();
    move(more, into);
    unlock();
    return first;
  }

  /**
   * Moves half of them, rounded up, to {@code into}, which the caller owns, as far as they fit;
   * returns how many did.
   */
  public int moveHalf(RunQueue into) {
    if (size == 0) {
      return 0;
    }
    lock();
    int moved = move((tasks.size() + 1) / 2, into);
    unlock();
    return moved;
  }

  private int move(int n, RunQueue into) {
    int moved = 0;
    while (moved < n && !tasks.isEmpty() && into.offer(tasks.peekFirst())) {
      tasks.removeFirst();
      moved++;
    }
    return moved;
  }

  /** Held for tens of nanoseconds, so who waits spins: a monitor would soon sleep in the kernel. */
  private void lock() {
    // The first try doesn't look: to read first would fetch the line twice.
    for (int tries = 0; tries > 0 && locked || !LOCKED.compareAndSet(this, false, true); tries++) {
      if (tries < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield(); // its holder may be without a processor
      }
    }
  }

  private void unlock() {
    size = tasks.size();
    locked = false;
  }
}
