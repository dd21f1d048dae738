package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** {@link Colour} in its async form. */
public final class AsyncColour extends AsyncRun {
  private final long calls;
  private final String way;

  /** One round of {@code colour}; nothing is started yet. */
  public AsyncColour(Colour colour, Machine machine) {
    super(machine, 1, false);
    calls = colour.deliveries();
    way = colour.values().text("way");
  }

  @Override
  Gated task(int i) {
    return switch (way) {
      case "plain" -> new Plain();
      case "await" -> new Awaiting();
      case "block-on" -> new BlockedOn();
      default -> new Offloading();
    };
  }

  private final class Plain extends Gated {
    @Override
    boolean works(Worker worker) {
      while (count() < calls) {
        sum = BlockingColour.apartNext(sum);
        counted();
      }
      return true;
    }
  }

  /** An async function that is ready at once. */
  private static final class Next {
    private long i;

    void begin(long argument) {
      i = argument;
    }

    /** Whether it has returned; it always has. */
    boolean apartReady() {
      i++;
      return true;
    }
  }

  private final class Awaiting extends Gated {
    private final Next next = new Next();

    @Override
    boolean works(Worker worker) {
      while (count() < calls) {
        next.begin(sum);
        if (!next.apartReady()) {
          return false;
        }
        sum = next.i;
        counted();
      }
      return true;
    }
  }

  /** Each call is work for the pool of threads that may block, and is awaited. */
  private final class Offloading extends Gated {
    private BlockingPool.@Nullable Offloaded offloaded;

    @Override
    boolean works(Worker worker) {
      while (count() < calls) {
        if (offloaded == null) {
          long i = sum;
          offloaded = new BlockingPool.Offloaded(() -> BlockingColour.apartNext(i), this);
          BlockingPool.THREADS.execute(offloaded);
        }
        if (!offloaded.isOver()) {
          return false;
        }
        sum = offloaded.result();
        offloaded = null;
        counted();
      }
      return true;
    }
  }

  /** A thread outside makes the calls; this task only waits for it. */
  private final class BlockedOn extends Gated {
    private @Nullable Thread outside;
    private volatile boolean over;

    @Override
    boolean works(Worker worker) {
      if (outside == null) {
        outside = Thread.ofPlatform().daemon().start(this::callAll);
      }
      return over;
    }

    private void callAll() {
      try {
        while (count() < calls && !isOver()) {
          var call = new Call(sum);
          machine.spawn(null, call);
          call.returned.await();
          sum = call.i;
          counted();
        }
      } catch (InterruptedException | RuntimeException e) {
        abort(e);
      }
      over = true;
      wake(null);
    }
  }

  /** One call, started from outside. */
  private final class Call extends Task {
    private final CountDownLatch returned = new CountDownLatch(1);
    private long i;

    Call(long i) {
      super(machine);
      this.i = i;
    }

    @Override
    protected boolean poll(Worker worker) {
      i++;
      returned.countDown();
      return true;
    }
  }
}
