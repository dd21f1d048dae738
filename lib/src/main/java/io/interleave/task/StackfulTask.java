package io.interleave.task;

import java.util.List;
import java.util.Objects;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/**
 * The stackful representation: a task with a stack of its own, which may wait anywhere within its
 * calls, as a goroutine does. The stack is a continuation of the JDK's ({@code
 * jdk.internal.vm.Continuation} of JDK 25, on which virtual threads stand), without the thread
 * around it.
 *
 * <p>Within it {@code Thread.currentThread()} may name a thread on which it ran before, since
 * compiled code keeps it over a wait. So it never asks its thread who it is: whoever waits is
 * handed on in the calls.
 *
 * <p>G1 refuses to park a stack that is larger than half a region ("Humongous stack chunk", a
 * {@link StackOverflowError} of that task): ten thousand frames need {@code
 * -XX:G1HeapRegionSize=8m}.
 *
 * @param <M> what is sent to it
 */
public final class StackfulTask<M extends Message> extends Receiver<M>
    implements Mailbox<M>, Interruptible, Runnable {
  /** What a JVM must be started with, so that it has them. */
  public static final String FLAG = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";

  /**
   * What a JVM should be started with, so that a wait is one frame of the code that waits. What the
   * compiler would inline by itself hangs on what it compiled when: a parked actor then takes 482
   * to 538 bytes of heap, by chance; and always 426 with this.
   */
  public static final List<String> ONE_FRAME =
      List.of(
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=inline,io.interleave.task.StackfulTask::receive",
          "-XX:CompileCommand=inline,io.interleave.task.StackfulTask::park",
          "-XX:CompileCommand=inline,jdk.internal.vm.Continuation::yield",
          "-XX:CompileCommand=inline,jdk.internal.vm.Continuation::yield0");

  /** What it does. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs until it is done or told to end.
     *
     * @param self the task, by whose methods it waits
     */
    void run(StackfulTask<?> self) throws InterruptedException;
  }

  /** Apart, so that a JVM without the flag can tell what is missing. */
  private static final class Scope {
    static final ContinuationScope TASK = new ContinuationScope("task");
  }

  private @Nullable Continuation stack;
  private @Nullable Body body;
  private @Nullable Worker worker; // who polls it: another one after each wait, maybe
  private @Nullable Throwable thrown;
  private volatile boolean interrupted;

  /**
   * A task of {@code machine} without a body yet.
   *
   * @param bound the most messages in its mailbox; 0 = unbounded
   */
  public StackfulTask(Machine machine, int bound) {
    super(machine, bound);
  }

  /**
   * Checks that this JVM can run such tasks.
   *
   * @throws IllegalStateException when it was started without the flag that they need; the message
   *     names it
   */
  public static void check() {
    try {
      Objects.requireNonNull(Scope.TASK);
    } catch (IllegalAccessError e) {
      throw new IllegalStateException("stackful tasks need a JVM started with " + FLAG, e);
    }
  }

  /** Gives it its body; to be called once, before it is spawned. */
  public void body(Body body) {
    check();
    this.body = body;
    stack = new Continuation(Scope.TASK, this);
  }

  /** Called at the bottom of its own stack only: a lambda for it would be 24 bytes a task. */
  @Override
  public void run() {
    try {
      Objects.requireNonNull(body).run(this);
    } catch (InterruptedException e) {
      // It was told to end.
    } catch (RuntimeException | Error e) {
      thrown = e; // through the continuation's own frames it may not go
    }
  }

  @Override
  protected boolean poll(Worker worker) {
    var stack = this.stack;
    if (stack == null) {
      throw new IllegalStateException("a stackful task without a body");
    }
    this.worker = worker;
    stack.run();
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {
        return stack.isDone();
      }
    }
  }

  /** The worker that polls it now; to be asked anew after each wait, and only by the task. */
  public Worker worker() {
    var now = worker;
    if (now == null) {
      throw new IllegalStateException("only the task itself may ask, while it runs");
    }
    return now;
  }

  /**
   * Waits to be woken; it may be for nothing.
   *
   * @throws InterruptedException when it was told to end
   */
  public void park() throws InterruptedException {
    Continuation.yield(Scope.TASK);
    if (interrupted) {
      throw new InterruptedException();
    }
  }

  /** Lets the others have their turn. */
  public void yield() throws InterruptedException {
    wake(worker);
    park();
  }

  @Override
  public void interrupt() {
    interrupted = true;
    wake(null);
  }

  @Override
  public M receive() throws InterruptedException {
    M message = receive(worker());
    while (message == null) {
      park();
      message = receive(worker());
    }
    return message;
  }

  @Override
  public void send(M message, @Nullable StackfulTask<?> sender) throws InterruptedException {
    if (sender == null) {
      sendFromOutside(message);
      return;
    }
    Sending sending = send(message, sender.worker, sender);
    while (sending != null && !sending.isSent()) {
      sender.park();
    }
  }

  private void sendFromOutside(M message) {
    if (!offer(message, null)) {
      throw new IllegalStateException("a full mailbox makes tasks wait, not threads");
    }
  }
}
