package io.interleave.policy;

import io.interleave.queue.InjectQueue;
import io.interleave.queue.RunQueue;
import io.interleave.queue.RunQueues;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import jdk.internal.vm.annotation.Contended;
import org.jspecify.annotations.Nullable;

/**
 * Tokio's multi-thread scheduler: a ring a worker with a LIFO slot before it, an inject queue that
 * is looked at every so many ticks, searchers limited to half the workers. Models {@code
 * tokio/src/runtime/scheduler/multi_thread/} of Tokio 1.54.1: {@code worker.rs}, {@code stats.rs};
 * with {@code stealableSlot}, that of 1.51.0, where {@code queue.rs} lets thieves take the LIFO
 * slot.
 *
 * <p>Left out: drivers (there is no I/O here), {@code block_in_place}, and that {@code yield_now}
 * and a used-up budget defer a wake until the drivers have been looked at: whoever yields goes to
 * the end of the ring, as a task does that wakes itself. Over 200 lines, to be read as one: a
 * policy is one file.
 */
public final class TokioPolicy implements Policy<TokioPolicy.TokioWorker> {
  private static final double TARGET_NS = 200_000;
  private static final int LONGEST_INTERVAL = 127;
  private static final VarHandle LIFO;

  static {
    try {
      LIFO = MethodHandles.lookup().findVarHandle(TokioWorker.class, "lifo", Task.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Constants constants;
  private final InjectQueue inject = new InjectQueue();
  private List<TokioWorker> workers = List.of();
  private RunQueues rings = new RunQueues(0, 2, false);
  Idle idle = new Idle(Machine.NONE, 1, 1, false); // tests put their own in its place

  /**
   * Tokio's constants.
   *
   * @param ring capacity of a worker's queue, a power of two: 256
   * @param lifoSlot whether there is one: true ({@code disable_lifo_slot})
   * @param stealableSlot whether thieves may take from it: false; true in 1.51.0, 1.51.1, 1.52.0
   *     and 1.52.1 (tokio#7431, taken back by tokio#8100)
   * @param lifoPolls polls from it in a row, after which it is off for the tick: 3
   * @param globalInterval ticks between looks at the inject queue; 0 = tuned by itself: 200 µs ÷
   *     the mean poll, 2 to 127, 61 at first
   * @param eventInterval ticks between looks at the drivers, at which the mean poll is taken and
   *     another worker is woken when this one has more than one task: 61
   * @param searchShare one worker in so many may search at a time: 2
   * @param budget operations a poll before a task yields: 128
   * @param half whether a thief takes half, or one: true
   * @param spillNewer whether a full queue gives its newer half to the inject queue: true; before
   *     tokio#8029 the older one
   */
  public record Constants(
      int ring,
      boolean lifoSlot,
      boolean stealableSlot,
      int lifoPolls,
      int globalInterval,
      int eventInterval,
      int searchShare,
      int budget,
      boolean half,
      boolean spillNewer) {
    /** Tokio's own. */
    public static final Constants DEFAULT =
        new Constants(256, true, false, 3, 0, 61, 2, 128, true, true);

    /**
     * Any.
     *
     * @throws IllegalArgumentException when one makes no sense
     */
    public Constants {
      Constant.requireRing(ring);
      Constant.requireAtLeast("lifoPolls", lifoPolls, 1);
      Constant.requireAtLeast("globalInterval", globalInterval, 0);
      Constant.requireAtLeast("eventInterval", eventInterval, 1);
      Constant.requireAtLeast("searchShare", searchShare, 1);
      Constant.requireAtLeast("budget", budget, 1);
    }
  }

  /** With Tokio's own constants. */
  public TokioPolicy() {
    this(Constants.DEFAULT);
  }

  /** With other constants. */
  public TokioPolicy(Constants constants) {
    this.constants = constants;
  }

  /** Tokio's {@code Core}. */
  @Contended
  public static final class TokioWorker extends Worker {
    private final RunQueue ring;
    private final SplittableRandom random;
    private @Nullable Task lifo; // its owner's alone, unless it is stealable
    private boolean lifoEnabled;
    private int lifoPolls;
    private boolean searching;
    private boolean swept; // has looked at all others, in vain
    private boolean parked; // registered as asleep when next last returned null
    private int tick;
    private int interval;
    private double meanPollNs = TARGET_NS / 61;
    private long batchStarted;
    private int batchPolls;

    private TokioWorker(Machine machine, int index, RunQueue ring, Constants constants) {
      super(machine, index);
      this.ring = ring;
      random = new SplittableRandom(index);
      lifoEnabled = constants.lifoSlot;
      interval = constants.globalInterval == 0 ? 61 : constants.globalInterval;
    }
  }

  @Override
  public List<TokioWorker> open(Machine machine, int n) {
    // A slot that can be stolen from is to be looked at where the ring is empty, too.
    rings = new RunQueues(n, constants.ring, machine.hasOneThread() && !constants.stealableSlot);
    workers =
        IntStream.range(0, n)
            .mapToObj(i -> new TokioWorker(machine, i, rings.of(i), constants))
            .toList();
    idle = new Idle(machine, n, constants.searchShare, false);
    workers.forEach(this::beginBatch);
    return workers;
  }

  @Override
  public @Nullable Task next(TokioWorker w) {
    if (w.parked && !wokenUp(w)) {
      return null;
    }
    if (w.swept) {
      w.swept = false;
      Task task = inject.poll(); // steal_work's last resort
      return task == null ? park(w) : run(w, task);
    }
    Task task = lifoInTick(w);
    if (task != null) {
      return task;
    }
    beginTick(w);
    task = w.tick % w.interval == 0 ? remoteFirst(w) : localFirst(w);
    return task == null ? steal(w) : run(w, task);
  }

  /** A tick goes on while its task wakes others: they are polled within its budget. */
  private @Nullable Task lifoInTick(TokioWorker w) {
    Task task = takeLifo(w);
    if (task == null) {
      return null;
    }
    if (w.budget <= 0) {
      push(w, task);
      return null;
    }
    if (++w.lifoPolls >= constants.lifoPolls) {
      w.lifoEnabled = false;
    }
    w.counters.slotHits++;
    return task;
  }

  private @Nullable Task takeLifo(TokioWorker w) {
    Task task = w.lifo;
    if (task == null) {
      return null;
    }
    if (constants.stealableSlot) {
      return (Task) LIFO.getAndSet(w, null);
    }
    w.lifo = null;
    return task;
  }

  private void beginTick(TokioWorker w) {
    w.tick++;
    w.lifoPolls = 0;
    w.lifoEnabled = constants.lifoSlot;
    w.budget = constants.budget;
    if (w.tick % constants.eventInterval == 0) {
      endBatch(w);
      if (!w.searching && w.ring.size() > 1) { // should_notify_others
        notifyOne(w);
      }
      beginBatch(w);
    }
  }

  private void beginBatch(TokioWorker w) {
    w.batchStarted = constants.globalInterval == 0 ? w.machine.now() : 0;
    w.batchPolls = 0;
  }

  /** {@code stats.rs}: a moving average of a poll's time, α = 0.1 a poll, weighted by the batch. */
  private void endBatch(TokioWorker w) {
    if (constants.globalInterval == 0 && w.batchPolls > 0) {
      double mean = (w.machine.now() - w.batchStarted) / (double) w.batchPolls;
      double weight = 1 - StrictMath.pow(0.9, w.batchPolls);
      w.meanPollNs = weight * mean + (1 - weight) * w.meanPollNs;
      w.batchPolls = 0;
    }
  }

  private void tune(TokioWorker w) {
    int tuned = (int) Math.clamp(TARGET_NS / Math.max(1, w.meanPollNs), 2, LONGEST_INTERVAL);
    if (constants.globalInterval == 0 && Math.abs(tuned - w.interval) > 2) { // smooths jitter
      w.interval = tuned;
    }
  }

  private @Nullable Task remoteFirst(TokioWorker w) {
    tune(w);
    Task task = inject.poll();
    if (task != null) {
      w.counters.injectGrabs++;
      return task;
    }
    return w.ring.poll();
  }

  private @Nullable Task localFirst(TokioWorker w) {
    Task task = w.ring.poll();
    if (task != null) {
      return task;
    }
    task = inject.grabShare(workers.size(), w.ring);
    if (task != null) {
      w.counters.injectGrabs += 1 + w.ring.size();
    }
    return task;
  }

  /** Looks at all others once, as one step; {@link #AGAIN} when that was in vain. */
  private @Nullable Task steal(TokioWorker w) {
    endBatch(w);
    if (!w.searching) {
      if (!idle.search()) {
        return park(w);
      }
      w.searching = true;
    }
    int n = workers.size();
    int start = w.random.nextInt(n);
    for (int i = rings.next(w, start, 0); i < n; i = rings.next(w, start, i + 1)) {
      Task task = stealFrom(workers.get((start + i) % n), w);
      if (task != null) {
        beginBatch(w);
        return run(w, task);
      }
    }
    w.swept = true;
    return AGAIN;
  }

  private @Nullable Task stealFrom(TokioWorker victim, TokioWorker w) {
    w.counters.stealTries++;
    Task task = victim.ring.stealInto(w.ring, constants.half);
    if (task == null && constants.stealableSlot && LIFO.getOpaque(victim) != null) {
      task = (Task) LIFO.getAndSet(victim, null);
    }
    if (task != null) {
      w.counters.stolen += 1 + w.ring.size();
    }
    return task;
  }

  private Task run(TokioWorker w, Task task) {
    w.batchPolls++;
    if (w.searching) {
      w.searching = false;
      if (idle.found()) {
        notifyOne(w);
      }
    }
    return task;
  }

  private @Nullable Task park(TokioWorker w) {
    boolean last = idle.sleep(w.index, w.searching);
    w.searching = false;
    w.parked = true;
    w.counters.parks++;
    if (last && workPending()) {
      notifyOne(w);
    }
    return null;
  }

  /** After its park: a worker that was notified searches; one still registered parks again. */
  private boolean wokenUp(TokioWorker w) {
    if (idle.isAsleep(w.index)) {
      return false;
    }
    w.parked = false;
    w.searching = true;
    beginBatch(w);
    return true;
  }

  private boolean workPending() {
    for (int i = 0; i < workers.size(); i++) {
      TokioWorker v = workers.get(i);
      if (!v.ring.isEmpty() || (constants.stealableSlot && LIFO.getOpaque(v) != null)) {
        return true;
      }
    }
    return !inject.isEmpty();
  }

  private void notifyOne(TokioWorker w) {
    if (idle.wakeOne()) {
      w.counters.wakeUps++;
    }
  }

  @Override
  public void ready(@Nullable TokioWorker by, Task task, boolean yielded) {
    if (by == null) {
      inject.push(task);
      idle.wakeOne();
      return;
    }
    if (yielded || !by.lifoEnabled) {
      push(by, task);
      notifyOne(by);
      return;
    }
    Task before = takeLifo(by);
    if (before != null) {
      push(by, before);
    }
    LIFO.setRelease(by, task);
    if (before != null || constants.stealableSlot) {
      notifyOne(by);
    }
  }

  private void push(TokioWorker w, Task task) {
    w.counters.overflows += w.ring.put(task, inject, constants.spillNewer);
  }

  @Override
  public Promises promises() {
    return new Promises(
        constants.globalInterval == 0 ? LONGEST_INTERVAL : constants.globalInterval,
        constants.lifoSlot ? constants.lifoPolls : 0,
        constants.lifoSlot ? Promises.UNBOUNDED : 0,
        true,
        constants.lifoSlot && constants.stealableSlot,
        true);
  }
}
