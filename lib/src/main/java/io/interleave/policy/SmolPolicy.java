package io.interleave.policy;

import io.interleave.queue.InjectQueue;
import io.interleave.queue.RunQueue;
import io.interleave.queue.RunQueues;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import jdk.internal.vm.annotation.Contended;
import org.jspecify.annotations.Nullable;

/**
 * The executor of smol and async-std: every wake goes to one global queue; a runner's own queue is
 * only filled by stealing, half of the global one or half of another's. No slot, no search limit:
 * one sleeper at a time is notified, and it notifies the next when it has found something. Models
 * {@code Runner::runnable}, {@code Ticker}, {@code Sleepers} and {@code steal} of async-executor
 * 1.13.3 ({@code src/lib.rs}).
 *
 * <p>Its own queue comes first; every 64th tick half of the global queue is moved to that one's
 * end. After 200 polls a runner lets its thread look at I/O; there is none here, so that is an
 * empty step. Of what it has stolen from another runner, a thief polls the newest first
 * (async-executor: the oldest); the global queue has a lock (there: none).
 */
public final class SmolPolicy implements Policy<SmolPolicy.SmolWorker> {
  private final Constants constants;
  private final InjectQueue global = new InjectQueue();
  private List<SmolWorker> workers = List.of();
  private RunQueues rings = new RunQueues(0, 2, false);
  Sleepers sleepers = new Sleepers(Machine.NONE, 1); // a test puts its own in its place

  /**
   * async-executor's constants.
   *
   * @param ring capacity of a runner's own queue, a power of two: 512
   * @param globalInterval ticks between takes of half of the global queue: 64
   * @param yieldInterval polls after which a runner lets its thread do something else: 200
   * @param half whether a thief takes half from another runner, or one: true
   */
  public record Constants(int ring, int globalInterval, int yieldInterval, boolean half) {
    /** async-executor's own. */
    public static final Constants DEFAULT = new Constants(512, 64, 200, true);

    /**
     * Any.
     *
     * @throws IllegalArgumentException when one makes no sense
     */
    public Constants {
      Constant.requireRing(ring);
      Constant.requireAtLeast("globalInterval", globalInterval, 1);
      Constant.requireAtLeast("yieldInterval", yieldInterval, 1);
    }
  }

  /** With async-executor's own constants. */
  public SmolPolicy() {
    this(Constants.DEFAULT);
  }

  /** With other constants. */
  public SmolPolicy(Constants constants) {
    this.constants = constants;
  }

  /** A {@code Runner} with its {@code Ticker}. */
  @Contended
  public static final class SmolWorker extends Worker {
    private final RunQueue ring;
    private final SplittableRandom random;
    private int ticks;
    private int runs;
    private boolean sleeping; // notified or not

    private SmolWorker(Machine machine, int index, RunQueue ring) {
      super(machine, index);
      this.ring = ring;
      random = new SplittableRandom(index);
    }
  }

  @Override
  public List<SmolWorker> open(Machine machine, int n) {
    rings = new RunQueues(n, constants.ring, machine.hasOneThread());
    workers = IntStream.range(0, n).mapToObj(i -> new SmolWorker(machine, i, rings.of(i))).toList();
    sleepers = new Sleepers(machine, n);
    return workers;
  }

  @Override
  public @Nullable Task next(SmolWorker w) {
    if (w.runs == constants.yieldInterval) {
      w.runs = 0;
      return AGAIN;
    }
    Task task = search(w);
    if (task == null) {
      return sleepOrLookAgain(w);
    }
    sleepers.wake(w);
    if (sleepers.notifyOne()) {
      w.counters.wakeUps++;
    }
    w.runs++;
    w.budget = Integer.MAX_VALUE;
    if (++w.ticks % constants.globalInterval == 0) {
      w.counters.injectGrabs += global.moveHalf(w.ring);
    }
    return task;
  }

  private @Nullable Task search(SmolWorker w) {
    Task task = w.ring.poll();
    if (task != null) {
      return task;
    }
    task = global.grabHalf(w.ring);
    if (task != null) {
      w.counters.injectGrabs += 1 + w.ring.size();
      return task;
    }
    return steal(w);
  }

  private @Nullable Task steal(SmolWorker w) {
    int n = workers.size();
    int start = w.random.nextInt(n);
    for (int i = rings.next(w, start, 0); i < n; i = rings.next(w, start, i + 1)) {
      w.counters.stealTries++;
      Task task = rings.of((start + i) % n).stealInto(w.ring, constants.half);
      if (task != null) {
        w.counters.stolen += 1 + w.ring.size();
        return task;
      }
    }
    return null;
  }

  /** It searches once more when it has just registered, or was notified since it did. */
  private @Nullable Task sleepOrLookAgain(SmolWorker w) {
    if (sleepers.sleep(w)) {
      return AGAIN;
    }
    w.counters.parks++;
    return null;
  }

  @Override
  public void ready(@Nullable SmolWorker by, Task task, boolean yielded) {
    global.push(task);
    if (by != null) {
      by.counters.injects++;
    }
    if (sleepers.notifyOne() && by != null) {
      by.counters.wakeUps++;
    }
  }

  @Override
  public Promises promises() {
    return new Promises(constants.globalInterval, 0, 0, true, false, true);
  }

  /** Who sleeps; at most one of them has been notified. */
  static class Sleepers {
    private final Machine machine;
    private final AtomicBoolean notified = new AtomicBoolean(true); // one is, or none sleeps
    private final int[] unnotified; // guarded by this, as are the counts
    private int waiting; // of those
    private int count; // sleeping, notified or not

    Sleepers(Machine machine, int workers) {
      this.machine = machine;
      unnotified = new int[workers];
    }

    /** Registers a worker that found nothing; false when it was, and was not notified since. */
    synchronized boolean sleep(SmolWorker w) {
      if (!w.sleeping) {
        w.sleeping = true;
        count++;
      } else if (find(w.index) >= 0) {
        return false;
      }
      unnotified[waiting++] = w.index;
      notified.set(isNotified());
      return true;
    }

    /** A worker has found something. */
    void wake(SmolWorker w) {
      if (w.sleeping) {
        w.sleeping = false;
        remove(w.index);
      }
    }

    private synchronized void remove(int worker) {
      count--;
      int at = find(worker);
      if (at >= 0) {
        waiting--;
        System.arraycopy(unnotified, at + 1, unnotified, at, waiting - at);
      }
      notified.set(isNotified());
    }

    private int find(int worker) {
      for (int i = waiting - 1; i >= 0; i--) {
        if (unnotified[i] == worker) {
          return i;
        }
      }
      return -1;
    }

    private boolean isNotified() {
      return count == 0 || count > waiting;
    }

    /** There is work: notifies a sleeper unless one has been; true when it did. */
    boolean notifyOne() {
      VarHandle.fullFence(); // the work is out before the sleepers are looked at
      return !notified.get() && notified.compareAndSet(false, true) && notifyLast();
    }

    boolean notifyLast() {
      int last;
      synchronized (this) {
        if (isNotified()) { // by somebody else since, or it has found something
          return false;
        }
        last = unnotified[--waiting];
      }
      machine.unpark(last);
      return true;
    }
  }
}
