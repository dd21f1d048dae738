package io.interleave.policy;

import io.interleave.queue.InjectQueue;
import io.interleave.queue.RunQueue;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tokio's multi-thread scheduler: a ring a worker with a LIFO slot before it, an inject queue that
 * is looked at every so many ticks, searchers limited to half the workers. Models {@code
 * tokio/src/runtime/scheduler/multi_thread/worker.rs} of Tokio 1.5x.
 *
 * <p>Left out: drivers (there is no I/O here), {@code block_in_place}. Over 200 lines, to be read
 * as one: a policy is one file.
 */
public final class TokioPolicy implements Policy<TokioPolicy.TokioWorker> {
  private final Constants constants;
  private final InjectQueue inject = new InjectQueue();
  private List<TokioWorker> workers = List.of();
  private Idle idle = new Idle(Machine.NONE, 1, false);

  /**
   * Tokio's constants, each with a wither for ablations.
   *
   * @param ring capacity of a worker's queue, a power of two: 256
   * @param lifoSlot whether there is one
   * @param lifoPolls polls from it in a row, after which it is off for the tick: 3
   * @param globalInterval ticks between looks at the inject queue; 0 = tuned by itself: 200 µs ÷
   *     the mean poll, 2 to 127, 61 at first
   * @param budget operations a poll before a task yields: 128
   * @param half whether a thief takes half, or one
   */
  public record Constants(
      int ring, boolean lifoSlot, int lifoPolls, int globalInterval, int budget, boolean half) {
    /** Tokio's own. */
    public static final Constants DEFAULT = new Constants(256, true, 3, 0, 128, true);

    /** Without a LIFO slot ({@code disable_lifo_slot}). */
    public Constants withoutLifoSlot() {
      return new Constants(ring, false, lifoPolls, globalInterval, budget, half);
    }

    /** With a fixed interval between looks at the inject queue. */
    public Constants globalInterval(int ticks) {
      return new Constants(ring, lifoSlot, lifoPolls, ticks, budget, half);
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
  public static final class TokioWorker extends Worker {
    private final RunQueue ring;
    private final SplittableRandom random;
    private @Nullable Task lifo;
    private boolean lifoEnabled;
    private int lifoPolls;
    private boolean searching;
    private boolean parked; // registered as asleep when next last returned null
    private int tick;
    private int interval;
    private double meanPollNs = 200_000.0 / 61;
    private long batchStarted;
    private int batchPolls;

    private TokioWorker(Machine machine, int index, Constants constants) {
      super(machine, index);
      ring = new RunQueue(constants.ring);
      random = new SplittableRandom(index);
      lifoEnabled = constants.lifoSlot;
      interval = constants.globalInterval == 0 ? 61 : constants.globalInterval;
    }
  }

  @Override
  public List<TokioWorker> open(Machine machine, int n) {
    workers = IntStream.range(0, n).mapToObj(i -> new TokioWorker(machine, i, constants)).toList();
    idle = new Idle(machine, n, false);
    return workers;
  }

  @Override
  public @Nullable Task next(TokioWorker w) {
    if (w.parked && !wokenUp(w)) {
      return null;
    }
    Task task = lifoInTick(w);
    if (task == null) {
      beginTick(w);
      task = w.tick % w.interval == 0 ? remoteFirst(w) : localFirst(w);
    }
    if (task == null) {
      task = steal(w);
    }
    if (task == null) {
      return park(w);
    }
    if (w.searching) {
      w.searching = false;
      if (idle.found()) {
        notifyOne(w);
      }
    }
    return task;
  }

  /** A tick goes on while its task wakes others: they are polled within its budget. */
  private @Nullable Task lifoInTick(TokioWorker w) {
    Task task = w.lifo;
    if (task == null || w.tick == 0) {
      return null;
    }
    w.lifo = null;
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

  private void beginTick(TokioWorker w) {
    w.tick++;
    w.lifoPolls = 0;
    w.lifoEnabled = constants.lifoSlot;
    w.budget = constants.budget;
    w.batchPolls++;
    if (constants.globalInterval == 0 && w.batchPolls == w.interval) {
      tune(w);
    }
  }

  /** {@code stats.rs}: a moving average of a poll's time, α = 0.1 a poll, weighted by the batch. */
  private static void tune(TokioWorker w) {
    long now = w.machine.now();
    if (w.batchStarted != 0) {
      double mean = (now - w.batchStarted) / (double) w.batchPolls;
      double weight = 1 - Math.pow(0.9, w.batchPolls);
      w.meanPollNs = weight * mean + (1 - weight) * w.meanPollNs;
      w.interval = (int) Math.clamp(200_000 / Math.max(1, w.meanPollNs), 2, 127);
    }
    w.batchStarted = now;
    w.batchPolls = 0;
  }

  private @Nullable Task remoteFirst(TokioWorker w) {
    Task task = inject.poll();
    if (task != null) {
      w.counters.injectGrabs++;
      return task;
    }
    return local(w);
  }

  private @Nullable Task localFirst(TokioWorker w) {
    Task task = local(w);
    if (task != null || inject.isEmpty()) {
      return task;
    }
    w.counters.injectGrabs++;
    return inject.grabShare(workers.size(), w.ring);
  }

  private static @Nullable Task local(TokioWorker w) {
    Task task = w.lifo;
    if (task != null) {
      w.lifo = null;
      w.counters.slotHits++;
      return task;
    }
    return w.ring.poll();
  }

  private @Nullable Task steal(TokioWorker w) {
    if (!w.searching) {
      if (!idle.search()) {
        return null;
      }
      w.searching = true;
    }
    w.batchStarted = 0; // searching is no polling
    int n = workers.size();
    int start = w.random.nextInt(n);
    for (int i = 0; i < n; i++) {
      TokioWorker victim = workers.get((start + i) % n);
      if (victim != w) {
        w.counters.stealTries++;
        Task task = victim.ring.stealInto(w.ring, constants.half);
        if (task != null) {
          w.counters.stolen += 1 + w.ring.size();
          return task;
        }
      }
    }
    return inject.poll();
  }

  private @Nullable Task park(TokioWorker w) {
    boolean last = idle.sleep(w.index, w.searching);
    w.searching = false;
    w.parked = true;
    w.counters.parks++;
    w.batchStarted = 0;
    w.batchPolls = 0;
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
    return true;
  }

  private boolean workPending() {
    return !inject.isEmpty() || workers.stream().anyMatch(v -> !v.ring.isEmpty());
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
    Task before = by.lifo;
    by.lifo = task;
    if (before != null) {
      push(by, before);
      notifyOne(by);
    }
  }

  private void push(TokioWorker w, Task task) {
    w.counters.overflows += w.ring.put(task, inject);
  }
}
