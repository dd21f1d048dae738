package io.interleave.machine;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's virtual threads on a policy of ours: any blocking code, scheduled by our rules. Each
 * thread is a task, and is its own executor; what the JDK hands to that executor when the thread
 * can go on is what the task polls. Reaches into {@code java.lang.ThreadBuilders} and {@code
 * VirtualThread} of JDK 25.
 *
 * @param machine that runs them, a live one
 */
public record VirtualThreads(Machine machine) implements ThreadFactory {
  /** What a JVM must be started with, so that it has them. */
  public static final String FLAG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** Apart, so that a JVM without the flag can tell what is missing. */
  private static final class Reached {
    static final MethodHandle BUILDER;
    static final MethodHandle CARRIER;

    static {
      try {
        // The JDK's pollers of sockets are virtual threads too, which a thread of ours would have
        // made its own kind when it is the first to read from one: nobody would run them.
        Class.forName("sun.nio.ch.Poller", true, null);
        var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        BUILDER =
            lookup
                .findConstructor(
                    lookup.findClass("java.lang.ThreadBuilders$VirtualThreadBuilder"),
                    MethodType.methodType(void.class, Executor.class))
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
        CARRIER =
            lookup.findStatic(
                Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  /**
   * Checks that this JVM can run them.
   *
   * @throws IllegalStateException when it was started without the flag that they need; the message
   *     names it
   */
  public static void check() {
    if (!Thread.class.getModule().isOpen("java.lang", VirtualThreads.class.getModule())) {
      throw new IllegalStateException(
          "virtual threads on a policy need a JVM started with " + FLAG);
    }
  }

  @Override
  public Thread newThread(Runnable body) {
    check();
    var task = new Fiber(machine);
    try {
      var builder = (Thread.Builder.OfVirtual) Reached.BUILDER.invokeExact((Executor) task);
      var thread = builder.unstarted(body);
      task.thread = thread;
      return thread;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Fiber extends Task implements Executor {
    private final Machine machine;
    private @Nullable Thread thread;
    private volatile @Nullable Runnable continuation;

    private Fiber(Machine machine) {
      super(machine);
      this.machine = machine;
    }

    /**
     * Called by the JDK when the thread starts, and each time it can go on. It must not throw: the
     * thread would be lost for good.
     */
    @Override
    public void execute(Runnable goOn) {
      if (continuation == null) {
        continuation = goOn; // the same one each time
        machine.spawn(by(), this);
      } else {
        wake(by());
      }
    }

    /** The worker on whose thread this is called: within a virtual thread, its carrier. */
    private @Nullable Worker by() {
      try {
        return ((Thread) Reached.CARRIER.invokeExact()) instanceof WorkerThread carrier
                && carrier.worker.machine == machine
            ? carrier.worker
            : null;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected boolean poll(Worker worker) {
      var goOn = continuation;
      var self = thread;
      if (goOn == null || self == null) {
        return false;
      }
      goOn.run();
      return !self.isAlive();
    }
  }
}
