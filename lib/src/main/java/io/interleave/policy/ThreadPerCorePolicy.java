package io.interleave.policy;

import io.interleave.queue.InjectQueue;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import jdk.internal.vm.annotation.Contended;
import org.jspecify.annotations.Nullable;

/**
 * An executor a core and no stealing: a task stays where it was first placed, so its queue needs no
 * lock, and what a core's tasks share stays in its cache; but nobody helps a busy neighbour. The
 * idea of Seastar, glommio and monoio. Models many {@code current_thread} schedulers of Tokio
 * 1.54.1 side by side, as actix-rt runs them ({@code
 * tokio/src/runtime/scheduler/current_thread/mod.rs}, {@code next_task}); monoio looks at wakes
 * from other threads only when it parks ({@code monoio/src/driver/uring/mod.rs}), so there a chain
 * of wakes could shut them out.
 *
 * <p>A task spawned by another lives with that one; those from outside are dealt out in turn. Woken
 * from elsewhere it goes to its home's inbox.
 *
 * <p>Not final: tests come in between its steps.
 */
public class ThreadPerCorePolicy implements Policy<ThreadPerCorePolicy.CoreWorker> {
  private final Constants constants;
  private final AtomicInteger turn = new AtomicInteger();
  private List<CoreWorker> workers = List.of();

  /**
   * Its constant.
   *
   * @param inboxInterval ticks between looks at the inbox: 31, as {@code global_queue_interval} of
   *     {@code current_thread}
   */
  public record Constants(int inboxInterval) {
    /** Tokio's own. */
    public static final Constants DEFAULT = new Constants(31);

    /**
     * Any.
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    public Constants {
      Constant.requireAtLeast("inboxInterval", inboxInterval, 1);
    }
  }

  /** With Tokio's own constant. */
  public ThreadPerCorePolicy() {
    this(Constants.DEFAULT);
  }

  /** With another constant. */
  public ThreadPerCorePolicy(Constants constants) {
    this.constants = constants;
  }

  /** An executor of one core. */
  @Contended
  public static final class CoreWorker extends Worker {
    private final ArrayDeque<Task> local = new ArrayDeque<>(); // its own alone
    private final InjectQueue inbox = new InjectQueue();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private int tick;

    private CoreWorker(Machine machine, int index) {
      super(machine, index);
    }
  }

  @Override
  public List<CoreWorker> open(Machine machine, int n) {
    workers = IntStream.range(0, n).mapToObj(i -> new CoreWorker(machine, i)).toList();
    return workers;
  }

  @Override
  public @Nullable Task next(CoreWorker w) {
    if (w.asleep.get()) {
      if (w.inbox.isEmpty()) {
        return null;
      }
      w.asleep.set(false);
    }
    w.budget = Integer.MAX_VALUE;
    Task task = ++w.tick % constants.inboxInterval == 0 ? inboxFirst(w) : localFirst(w);
    return task == null ? park(w) : task;
  }

  private static @Nullable Task inboxFirst(CoreWorker w) {
    Task task = inbox(w);
    return task == null ? w.local.pollFirst() : task;
  }

  private static @Nullable Task localFirst(CoreWorker w) {
    Task task = w.local.pollFirst();
    return task == null ? inbox(w) : task;
  }

  private static @Nullable Task inbox(CoreWorker w) {
    Task task = w.inbox.poll();
    if (task != null) {
      w.counters.injectGrabs++;
    }
    return task;
  }

  @Nullable Task park(CoreWorker w) {
    w.asleep.set(true);
    if (workPending(w)) { // it may have come while we registered
      return AGAIN;
    }
    w.counters.parks++;
    return null;
  }

  boolean workPending(CoreWorker w) {
    return !w.inbox.isEmpty();
  }

  @Override
  public void ready(@Nullable CoreWorker by, Task task, boolean yielded) {
    if (task.home < 0) {
      task.home = (short) (by == null ? nextInTurn() : by.index);
    }
    CoreWorker home = workers.get(task.home);
    if (home == by) {
      home.local.addLast(task);
      return;
    }
    if (by != null) {
      by.counters.injects++;
    }
    home.inbox.push(task); // volatile, so it is out before its sleep is looked at
    if (home.asleep.get() && home.asleep.compareAndSet(true, false)) {
      home.machine.unpark(home.index);
      if (by != null) {
        by.counters.wakeUps++;
      }
    }
  }

  private int nextInTurn() {
    return (turn.getAndIncrement() & (1 << 30) - 1) % workers.size();
  }

  @Override
  public boolean injectsPerWorker() {
    return true;
  }

  @Override
  public Promises promises() {
    return new Promises(constants.inboxInterval, 0, 0, false, false, false);
  }
}
