package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Mailbox;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Time;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's threads, and a mailbox for them.
 *
 * @param factory platform or virtual threads
 * @param mailboxes of all of them
 */
public record JdkThreads(ThreadFactory factory, Mailbox.Maker mailboxes) implements Threads {
  @Override
  public Time time() {
    return Time.REAL;
  }

  @Override
  public <M extends Message> Mailbox<M> mailbox(int bound) {
    return mailboxes.bounded(bound);
  }

  @Override
  public Interruptible start(@Nullable Mailbox<?> inbox, Body body, @Nullable StackfulTask<?> by) {
    return started(body)::interrupt;
  }

  private Thread started(Body body) {
    var thread = factory.newThread(() -> run(body));
    thread.start();
    return thread;
  }

  @Override
  public Joinable fork(Body body, @Nullable StackfulTask<?> by) {
    var thread = started(body);
    return self -> thread.join();
  }

  @Override
  public Gate gate() {
    return new LatchGate(new CountDownLatch(1));
  }

  private record LatchGate(CountDownLatch latch) implements Gate {
    @Override
    public void await(@Nullable StackfulTask<?> self) throws InterruptedException {
      latch.await();
    }

    @Override
    public void open(@Nullable StackfulTask<?> self) {
      latch.countDown();
    }
  }

  @Override
  public <M> Pipe<M> pipe(int capacity) {
    return new QueuePipe<>(new ArrayBlockingQueue<>(capacity));
  }

  private record QueuePipe<M>(ArrayBlockingQueue<M> queue) implements Pipe<M> {
    @Override
    public void put(M message, @Nullable StackfulTask<?> self) throws InterruptedException {
      queue.put(message);
    }

    @Override
    public M take(@Nullable StackfulTask<?> self) throws InterruptedException {
      return queue.take();
    }
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // it is what giving way means to a thread
  public void giveWay(@Nullable StackfulTask<?> self) throws InterruptedException {
    Thread.yield();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public long offload(LongSupplier work, @Nullable StackfulTask<?> self)
      throws InterruptedException {
    try {
      return BlockingPool.THREADS.submit(work::getAsLong).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void run(Body body) {
    try {
      body.run(null);
    } catch (InterruptedException e) {
      // It was told to end.
    }
  }

  @Override
  public void sleepUntil(long time, @Nullable StackfulTask<?> self) throws InterruptedException {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
