package io.interleave.queue;

import io.interleave.task.Task;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The queue that all workers share: Go's global queue, Tokio's inject queue. A lock and a list, as
 * in both; its size is read without the lock.
 */
public final class InjectQueue {
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private volatile int size;

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
  public synchronized void push(Task task) {
    tasks.addLast(task);
    size = tasks.size();
  }

  /** Moves the first {@code n} tasks of a batch to its end. */
  public synchronized void pushAll(@Nullable Task[] batch, int n) {
    for (int i = 0; i < n; i++) {
      tasks.addLast(batch[i]);
      batch[i] = null; // or it would be kept alive by who moved it
    }
    size = tasks.size();
  }

  /** The oldest; null when there is none. */
  public @Nullable Task poll() {
    return size == 0 ? null : locked();
  }

  private synchronized @Nullable Task locked() {
    var task = tasks.pollFirst();
    size = tasks.size();
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

  private synchronized @Nullable Task lockedGrab(int more, RunQueue into) {
    var first = tasks.pollFirst();
    move(more, into);
    return first;
  }

  /** Moves half of them, rounded up, to {@code into}, which the caller owns, as far as they fit. */
  public void moveHalf(RunQueue into) {
    if (size > 0) {
      lockedMoveHalf(into);
    }
  }

  private synchronized void lockedMoveHalf(RunQueue into) {
    move((tasks.size() + 1) / 2, into);
  }

  private void move(int n, RunQueue into) {
    for (int i = 0; i < n && !tasks.isEmpty() && into.offer(tasks.peekFirst()); i++) {
      tasks.removeFirst();
    }
    size = tasks.size();
  }
}
