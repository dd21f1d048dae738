package io.interleave.policy;

import io.interleave.queue.InjectQueue;
import io.interleave.queue.RunQueue;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Go's scheduler: a ring a P with {@code runnext} before it, a global queue that is looked at every
 * 61st tick, spinning Ms limited to half of the busy Ps. Models {@code findRunnable}, {@code
 * stealWork}, {@code runqput} and {@code wakep} of Go 1.26 ({@code src/runtime/proc.go}).
 *
 * <p>A task that comes from {@code runnext} inherits the time slice; when that is used up it goes
 * to the global queue, as sysmon would have it. Left out: netpoll, timers of a P, system calls, and
 * preempting a task in the middle of a poll. Over 200 lines, to be read as one: a policy is one
 * file.
 */
public final class GoPolicy implements Policy<GoPolicy.GoWorker> {
  private static final int STEAL_ROUNDS = 4;
  private static final VarHandle RUNNEXT;

  static {
    try {
      RUNNEXT = MethodHandles.lookup().findVarHandle(GoWorker.class, "runnext", Task.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Constants constants;
  private final InjectQueue global = new InjectQueue();
  private List<GoWorker> workers = List.of();
  private Idle idle = new Idle(Machine.NONE, 1, true);

  /**
   * Go's constants.
   *
   * @param ring capacity of a P's queue, a power of two: 256
   * @param runnext whether there is one
   * @param globalInterval ticks between looks at the global queue: 61
   * @param stealDelayNs how long a victim keeps its {@code runnext} from a thief: 3 µs
   * @param half whether a thief takes half, or one
   * @param sliceNs how long tasks that wake each other may go on before the rest has its turn: 10
   *     ms
   */
  public record Constants(
      int ring,
      boolean runnext,
      int globalInterval,
      long stealDelayNs,
      boolean half,
      long sliceNs) {
    /** Go's own. */
    public static final Constants DEFAULT = new Constants(256, true, 61, 3_000, true, 10_000_000);

    /** Without {@code runnext}. */
    public Constants withoutRunnext() {
      return new Constants(ring, false, globalInterval, stealDelayNs, half, sliceNs);
    }

    /** With another interval between looks at the global queue. */
    public Constants globalInterval(int ticks) {
      return new Constants(ring, runnext, ticks, stealDelayNs, half, sliceNs);
    }
  }

  /** With Go's own constants. */
  public GoPolicy() {
    this(Constants.DEFAULT);
  }

  /** With other constants. */
  public GoPolicy(Constants constants) {
    this.constants = constants;
  }

  /** Go's P: a run queue and the right to execute. */
  public static final class GoWorker extends Worker {
    private final RunQueue ring;
    private final SplittableRandom random;

    @SuppressWarnings("UnusedVariable") // by its handle
    private volatile @Nullable Task runnext; // its owner's, but for a thief in the last round

    private boolean spinning;
    private boolean parked;
    private int tick;
    private long sliceStarted;
    private @Nullable Task wanted; // a victim's runnext, seen at
    private long wantedSince;

    private GoWorker(Machine machine, int index, Constants constants) {
      super(machine, index);
      ring = new RunQueue(constants.ring);
      random = new SplittableRandom(index);
    }
  }

  @Override
  public List<GoWorker> open(Machine machine, int n) {
    workers = IntStream.range(0, n).mapToObj(i -> new GoWorker(machine, i, constants)).toList();
    idle = new Idle(machine, n, true);
    return workers;
  }

  @Override
  public @Nullable Task next(GoWorker w) {
    if (w.parked) {
      if (idle.isAsleep(w.index)) {
        return null;
      }
      w.parked = false;
      w.spinning = true; // as which it was woken
    }
    Task task = find(w);
    if (task == null) {
      task = steal(w);
    }
    if (task == null) {
      return park(w);
    }
    if (task != AGAIN && w.spinning) { // resetspinning
      w.spinning = false;
      if (idle.found()) {
        wakep(w);
      }
    }
    return task;
  }

  private @Nullable Task find(GoWorker w) {
    if (w.tick % constants.globalInterval == 0 && !global.isEmpty()) {
      Task task = global.poll();
      if (task != null) {
        w.tick++;
        w.counters.injectGrabs++;
        return task;
      }
    }
    Task next = (Task) RUNNEXT.getOpaque(w);
    if (next != null && RUNNEXT.compareAndSet(w, next, null)) {
      if (w.machine.coarseNow() - w.sliceStarted < constants.sliceNs) {
        w.counters.slotHits++;
        return next; // inherits the tick and the slice
      }
      global.push(next); // preempted by sysmon
    }
    w.tick++;
    w.budget = Integer.MAX_VALUE;
    w.sliceStarted = w.machine.coarseNow();
    Task task = w.ring.poll();
    if (task != null || global.isEmpty()) {
      return task;
    }
    w.counters.injectGrabs++;
    return global.grabShare(workers.size(), w.ring);
  }

  private @Nullable Task steal(GoWorker w) {
    if (!w.spinning) {
      if (!idle.search()) {
        return null;
      }
      w.spinning = true;
    }
    int n = workers.size();
    for (int round = 0; round < STEAL_ROUNDS; round++) {
      int start = w.random.nextInt(n);
      for (int i = 0; i < n; i++) {
        GoWorker victim = workers.get((start + i) % n);
        if (victim != w) {
          Task task = stealFrom(victim, w, round == STEAL_ROUNDS - 1);
          if (task != null) {
            return task;
          }
        }
      }
    }
    w.wanted = null;
    return null;
  }

  private @Nullable Task stealFrom(GoWorker victim, GoWorker w, boolean lastRound) {
    w.counters.stealTries++;
    Task task = victim.ring.stealInto(w.ring, constants.half);
    if (task != null) {
      w.counters.stolen += 1 + w.ring.size();
      return task;
    }
    Task next = lastRound ? (Task) RUNNEXT.getOpaque(victim) : null;
    if (next == null) {
      return null;
    }
    // Its owner is about to run it: Go sleeps 3 µs here, and takes it if it is there still.
    long now = w.machine.now();
    if (w.wanted != next) {
      w.wanted = next;
      w.wantedSince = now;
      return AGAIN;
    }
    if (now - w.wantedSince < constants.stealDelayNs) {
      return AGAIN;
    }
    w.wanted = null;
    if (RUNNEXT.compareAndSet(victim, next, null)) {
      w.counters.stolen++;
      return next;
    }
    return null;
  }

  private @Nullable Task park(GoWorker w) {
    boolean wasSpinning = w.spinning;
    w.spinning = false;
    w.parked = true;
    w.counters.parks++;
    idle.sleep(w.index, wasSpinning);
    if (wasSpinning && workPending()) { // "delicate dance": look once more after saying so
      wakep(w);
    }
    return null;
  }

  private boolean workPending() {
    return !global.isEmpty() || workers.stream().anyMatch(v -> !v.ring.isEmpty());
  }

  private void wakep(GoWorker w) {
    if (idle.wakeOne()) {
      w.counters.wakeUps++;
    }
  }

  @Override
  public void ready(@Nullable GoWorker by, Task task, boolean yielded) {
    if (by == null) {
      global.push(task);
      idle.wakeOne();
      return;
    }
    if (yielded || !constants.runnext) {
      push(by, task);
    } else {
      Task before = (Task) RUNNEXT.getAndSet(by, task);
      if (before != null) {
        push(by, before);
      }
    }
    wakep(by);
  }

  private void push(GoWorker w, Task task) {
    w.counters.overflows += w.ring.put(task, global);
  }
}
