package io.interleave.jmh;

import io.interleave.policy.Policy;
import io.interleave.runtime.Policies;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine without threads: whoever calls is its one worker. So a policy is measured without the
 * operating system's.
 *
 * @param <W> the policy's own worker
 */
final class Unthreaded<W extends Worker> implements Machine {
  private final Policy<W> policy;
  private final W worker;
  private volatile long coarse = System.nanoTime(); // volatile as LiveMachine's, but stands still

  Unthreaded(Policy<W> policy) {
    this.policy = policy;
    worker = policy.open(this, 1).getFirst();
  }

  static Unthreaded<?> under(String policy) {
    return new Unthreaded<>(Policies.make(policy, Map.of()));
  }

  Worker worker() {
    return worker;
  }

  /**
   * Polls {@code n} tasks, in the policy's order. As many must be ready: nobody would bring more.
   */
  void poll(int n) {
    for (int polled = 0; polled < n; ) {
      Task task = policy.next(worker);
      if (task == null) {
        throw new IllegalStateException("%d of %d tasks were ready".formatted(polled, n));
      }
      if (task != Policy.AGAIN) {
        task.run(worker);
        polled++;
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // its only worker is the policy's
  public void ready(@Nullable Worker by, Task task, boolean yielded) {
    policy.ready((W) by, task, yielded);
  }

  @Override
  public void spawn(@Nullable Worker by, Task task) {
    task.wake(by);
  }

  @Override
  public void wakeAt(long time, Task task) {
    throw new IllegalStateException("it has no timer");
  }

  @Override
  public void unpark(int of) {
    throw new IllegalStateException("its worker never sleeps");
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public long coarseNow() {
    return coarse;
  }

  @Override
  public void ended(Task task, @Nullable Throwable failure) {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
