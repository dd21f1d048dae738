package io.interleave.policy;

import io.interleave.queue.InjectQueue;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import java.util.stream.IntStream;
import jdk.internal.vm.annotation.Contended;
import org.jspecify.annotations.Nullable;

/**
 * One queue for all, first come, first served: the control. No locality, no stealing, one lock; and
 * nobody can starve.
 */
public final class FifoPolicy implements Policy<FifoPolicy.FifoWorker> {
  private final InjectQueue queue = new InjectQueue();
  private Idle idle = new Idle(Machine.NONE, 1, 1, false);

  /** It has none. */
  public record Constants() {
    /** None. */
    public static final Constants DEFAULT = new Constants();
  }

  /** A policy for one machine. */
  public FifoPolicy() {
    this(Constants.DEFAULT);
  }

  /** The same, as all policies are made. */
  public FifoPolicy(Constants constants) {}

  /** A worker without a queue of its own. */
  @Contended
  public static final class FifoWorker extends Worker {
    private boolean parked;

    private FifoWorker(Machine machine, int index) {
      super(machine, index);
    }
  }

  @Override
  public List<FifoWorker> open(Machine machine, int n) {
    idle = new Idle(machine, n, 1, false);
    return IntStream.range(0, n).mapToObj(i -> new FifoWorker(machine, i)).toList();
  }

  @Override
  public @Nullable Task next(FifoWorker w) {
    boolean searching = false;
    if (w.parked) {
      if (idle.isAsleep(w.index)) {
        return null;
      }
      w.parked = false;
      searching = true; // as which it was woken
    }
    Task task = queue.poll();
    if (task == null) {
      w.parked = true;
      w.counters.parks++;
      idle.sleep(w.index, searching);
      if (!queue.isEmpty()) {
        idle.wakeOne(); // it may have come while we registered
      }
      return null;
    }
    w.budget = Integer.MAX_VALUE;
    w.counters.injectGrabs++;
    if (searching && idle.found() && !queue.isEmpty() && idle.wakeOne()) {
      w.counters.wakeUps++;
    }
    return task;
  }

  @Override
  public void ready(@Nullable FifoWorker by, Task task, boolean yielded) {
    queue.push(task);
    if (by != null) {
      by.counters.injects++;
    }
    if (idle.wakeOne() && by != null) {
      by.counters.wakeUps++;
    }
  }

  @Override
  public Promises promises() {
    return new Promises(1, 0, 0, true, false, true);
  }
}
