package io.interleave.workload;

import io.interleave.task.Interruptible;
import io.interleave.task.Mailbox;
import io.interleave.task.Message;
import io.interleave.task.StackfulTask;
import io.interleave.task.Time;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
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
  public Interruptible start(@Nullable Mailbox<?> inbox, Body body) {
    var thread = factory.newThread(() -> run(body));
    thread.start();
    return thread::interrupt;
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
