package io.interleave.workload;

import io.interleave.task.Channel;
import io.interleave.task.Interruptible;
import io.interleave.task.Machine;
import io.interleave.task.Mailbox;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Task;
import io.interleave.task.Time;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stackful tasks of a machine: a task is its own mailbox.
 *
 * @param machine that runs them
 */
public record StackfulThreads(Machine machine) implements Threads {
  @Override
  public Time time() {
    return machine;
  }

  @Override
  public <M extends Message> Mailbox<M> mailbox(int bound) {
    return new StackfulTask<>(machine, bound);
  }

  @Override
  public Interruptible start(@Nullable Mailbox<?> inbox, Body body, @Nullable StackfulTask<?> by) {
    var task = inbox == null ? new StackfulTask<>(machine, 0) : (StackfulTask<?>) inbox;
    task.body(body);
    machine.spawn(by == null ? null : by.worker(), task);
    return task;
  }

  @Override
  public Joinable fork(Body body, @Nullable StackfulTask<?> by) {
    var forked = new Forked(body);
    start(null, forked, by);
    return forked;
  }

  /** A body that tells the task that waits for it; a hand-shake as a task's own. */
  private static final class Forked implements Body, Joinable {
    private final Body body;
    private volatile boolean over;
    private volatile @Nullable Task joiner;

    Forked(Body body) {
      this.body = body;
    }

    @Override
    public void run(@Nullable StackfulTask<?> self) throws InterruptedException {
      try {
        body.run(self);
      } finally {
        over = true;
        var waiting = joiner;
        if (waiting != null) {
          waiting.wake(inside(self).worker());
        }
      }
    }

    @Override
    public void join(@Nullable StackfulTask<?> self) throws InterruptedException {
      joiner = inside(self);
      while (!over) {
        inside(self).park();
      }
    }
  }

  @Override
  public Gate gate() {
    return new TaskGate();
  }

  @Override
  public <M> Pipe<M> pipe(int capacity) {
    return new ChannelPipe<>(new Channel<>(capacity));
  }

  private record ChannelPipe<M>(Channel<M> channel) implements Pipe<M> {
    @Override
    public void put(M message, @Nullable StackfulTask<?> self) throws InterruptedException {
      channel.put(message, inside(self));
    }

    @Override
    public M take(@Nullable StackfulTask<?> self) throws InterruptedException {
      return channel.take(inside(self));
    }
  }

  @Override
  public void giveWay(@Nullable StackfulTask<?> self) throws InterruptedException {
    inside(self).yield();
  }

  @Override
  public long offload(LongSupplier work, @Nullable StackfulTask<?> self)
      throws InterruptedException {
    var offloaded = new BlockingPool.Offloaded(work, inside(self));
    BlockingPool.THREADS.execute(offloaded);
    while (!offloaded.isOver()) {
      inside(self).park();
    }
    return offloaded.result();
  }

  private static StackfulTask<?> inside(@Nullable StackfulTask<?> self) {
    if (self == null) {
      throw new IllegalArgumentException("only a stackful task waits on its machine");
    }
    return self;
  }

  @Override
  public void sleepUntil(long time, @Nullable StackfulTask<?> self) throws InterruptedException {
    while (machine.now() < time) {
      machine.wakeAt(time, inside(self));
      inside(self).park();
    }
  }
}
