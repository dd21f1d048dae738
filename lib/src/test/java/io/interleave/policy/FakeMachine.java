package io.interleave.policy;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A machine that runs nothing: a test asks its workers for tasks, one at a time, and sets the
 * clock.
 */
final class FakeMachine<W extends Worker> implements Machine {
  final Policy<W> policy;
  final List<W> workers;
  final List<Integer> unparked = new ArrayList<>();
  long now;

  FakeMachine(Policy<W> policy, int workers) {
    this.policy = policy;
    this.workers = policy.open(this, workers);
  }

  /** A task with a name, that is never run. */
  final class Named extends Task {
    private final String name;

    Named(String name) {
      super(FakeMachine.this);
      this.name = name;
    }

    @Override
    protected boolean poll(Worker worker) {
      return false;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  Task task(String name) {
    return new Named(name);
  }

  /** Tasks, each of which can run: woken by a task of this worker, or from outside. */
  void wake(@Nullable W by, Task... tasks) {
    for (Task task : tasks) {
      policy.ready(by, task, false);
    }
  }

  void yield(W by, Task task) {
    policy.ready(by, task, true);
  }

  /** What the worker runs next, 1 µs later; null when it sleeps. */
  @Nullable Task next(int worker) {
    for (int i = 0; i < 10_000; i++) {
      now += 1_000;
      Task task = policy.next(workers.get(worker));
      if (task != Policy.AGAIN) {
        return task;
      }
    }
    throw new AssertionError("worker " + worker + " searches without end");
  }

  /** What the worker, which does not sleep, runs next. */
  Task busyNext(int worker) {
    return Objects.requireNonNull(next(worker), () -> "worker " + worker + " sleeps");
  }

  /** The names of what it runs until it sleeps, at most so many. */
  List<String> run(int worker, int most) {
    var names = new ArrayList<String>();
    for (Task task = next(worker); task != null; task = next(worker)) {
      names.add(task.toString());
      if (names.size() == most) {
        break;
      }
    }
    return names;
  }

  /** Tasks without a name that matters. */
  Task[] tasks(int n) {
    var tasks = new Task[n];
    for (int i = 0; i < n; i++) {
      tasks[i] = task("task " + i);
    }
    return tasks;
  }

  @Override
  public void ready(@Nullable Worker by, Task task, boolean yielded) {
    throw new IllegalStateException("its tasks are never run");
  }

  @Override
  public void spawn(@Nullable Worker by, Task task) {
    task.wake(by);
  }

  @Override
  public void wakeAt(long time, Task task) {
    throw new UnsupportedOperationException("nobody sleeps here");
  }

  @Override
  public boolean hasOneThread() {
    return true;
  }

  @Override
  public void unpark(int worker) {
    unparked.add(worker);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public long coarseNow() {
    return now;
  }

  @Override
  public void ended(Task task, @Nullable Throwable failure) {}
}
