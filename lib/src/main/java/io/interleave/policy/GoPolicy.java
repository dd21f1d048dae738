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
 * Go's scheduler: a ring a P with {@code runnext} before it, a global queue that is looked at every
 * 61st tick, spinning Ms limited to half of the busy Ps. Models {@code findRunnable}, {@code
 * stealWork}, {@code runqgrab}, {@code runqput}, {@code goschedImpl}, {@code injectglist} and
 * {@code wakep} of Go 1.26 ({@code src/runtime/proc.go}, read at 1.26.8).
 *
 * <p>A task that comes from {@code runnext} inherits the tick and its time slice. When {@code
 * sysmon} finds a tick older than the slice it preempts whoever runs, and whoever inherits that
 * tick; here at the next poll or receipt, and to the global queue, as there. Left out: netpoll,
 * timers of a P, system calls, preempting a task between two receipts, the mask of idle Ps, and the
 * order of victims (Go's stride is random too). Over 200 lines, to be read as one: a policy is one
 * file.
 */
public class GoPolicy implements Policy<GoPolicy.GoWorker> {
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
  private RunQueues rings = new RunQueues(0, 2, false);
  Idle idle = new Idle(Machine.NONE, 1, 1, true); // tests put their own in its place

  /**
   * Go's constants.
   *
   * @param ring capacity of a P's queue, a power of two: 256. The most that is grabbed from the
   *     global queue is half of it
   * @param runnext whether there is one: true
   * @param globalInterval ticks between looks at the global queue: 61
   * @param stealRounds looks around at all others before giving up, {@code runnext} only in the
   *     last: 4
   * @param stealDelayNs how long a victim keeps its {@code runnext} from a thief: 3 µs
   * @param searchShare one busy P in so many may spin at a time: 2
   * @param half whether a thief takes half, or one: true
   * @param sliceNs how long tasks that wake each other may go on before the rest has its turn: 10
   *     ms ({@code forcePreemptNS})
   */
  public record Constants(
      int ring,
      boolean runnext,
      int globalInterval,
      int stealRounds,
      long stealDelayNs,
      int searchShare,
      boolean half,
      long sliceNs) {
    /** Go's own. */
    public static final Constants DEFAULT =
        new Constants(256, true, 61, 4, 3_000, 2, true, 10_000_000);

    /**
     * Any.
     *
     * @throws IllegalArgumentException when one makes no sense
     */
    public Constants {
      Constant.requireRing(ring);
      Constant.requireAtLeast("globalInterval", globalInterval, 1);
      Constant.requireAtLeast("stealRounds", stealRounds, 1);
      Constant.requireAtLeast("stealDelayNs", stealDelayNs, 0);
      Constant.requireAtLeast("searchShare", searchShare, 1);
      Constant.requireAtLeast("sliceNs", sliceNs, 0);
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
  @Contended
  public static final class GoWorker extends Worker {
    private final RunQueue ring;
    private final SplittableRandom random;

    @SuppressWarnings("UnusedVariable") // by its handle
    private volatile @Nullable Task runnext; // its owner's, but for a thief in the last round

    private boolean spinning;
    private boolean parked;
    private int tick; // schedtick
    private long sliceStarted;
    private int round; // of the search under way
    private int start; // of this round
    private int looked; // at so many in this round
    private @Nullable Task wanted; // a victim's runnext, seen at
    private long wantedSince;
    private int seenTick; // sysmontick, of whoever watches
    private long seenAt;

    private GoWorker(Machine machine, int index, RunQueue ring) {
      super(machine, index);
      this.ring = ring;
      random = new SplittableRandom(index);
    }
  }

  @Override
  public List<GoWorker> open(Machine machine, int n) {
    rings = new RunQueues(n, constants.ring, machine.hasOneThread());
    workers = IntStream.range(0, n).mapToObj(i -> new GoWorker(machine, i, rings.of(i))).toList();
    idle = new Idle(machine, n, constants.searchShare, true);
    return workers;
  }

  @Override
  public @Nullable Task next(GoWorker w) {
    if (w.parked) {
      if (idle.isAsleep(w.index)) {
        return null;
      }
      w.parked = false;
      w.spinning = idle.wasWokenToSearch(w.index);
    }
    Task task = w.round == 0 ? find(w) : null;
    if (task == null) {
      task = steal(w);
    }
    if (task == null) {
      task = park(w);
    }
    if (w.spinning && task != AGAIN) { // resetspinning
      w.spinning = false;
      idle.found();
      wakep(w);
    }
    return task;
  }

  private @Nullable Task find(GoWorker w) {
    Task task = w.tick % constants.globalInterval == 0 ? global.poll() : null;
    if (task != null) {
      w.counters.injectGrabs++;
      return execute(w, task);
    }
    task = (Task) RUNNEXT.getOpaque(w);
    if (task != null && RUNNEXT.compareAndSet(w, task, null)) {
      if (w.machine.coarseNow() - w.sliceStarted < constants.sliceNs) {
        w.counters.slotHits++;
        return task; // inherits the tick and the slice
      }
      w.counters.injects++;
      global.push(task); // preempted by sysmon
      wakep(w);
    }
    task = w.ring.poll();
    return task == null ? grabGlobal(w) : execute(w, task);
  }

  private @Nullable Task grabGlobal(GoWorker w) {
    Task task = global.grabShare(workers.size(), w.ring);
    if (task == null) {
      return null;
    }
    w.counters.injectGrabs += 1 + w.ring.size();
    return execute(w, task);
  }

  /** A new tick, and with it a new slice. */
  private static Task execute(GoWorker w, Task task) {
    w.tick++;
    w.sliceStarted = w.machine.coarseNow();
    w.budget = Integer.MAX_VALUE;
    return task;
  }

  /** One look around at all others is a step; {@link #AGAIN} between two. */
  private @Nullable Task steal(GoWorker w) {
    if (!w.spinning) {
      if (!idle.search()) {
        return null;
      }
      w.spinning = true;
    }
    int n = workers.size();
    for (w.looked = place(w); w.looked < n; w.looked = place(w)) {
      GoWorker victim = workers.get((w.start + w.looked) % n);
      Task task = victim == w ? null : stealFrom(victim, w);
      if (task == AGAIN) {
        return AGAIN; // and at the same victim
      }
      if (task != null) {
        newRound(w, 0);
        return execute(w, task);
      }
      w.looked++;
    }
    newRound(w, (w.round + 1) % constants.stealRounds);
    return w.round == 0 ? null : AGAIN;
  }

  /** Of the next victim. In the last round it is looked at even where its ring is empty. */
  private int place(GoWorker w) {
    return isLastRound(w) ? w.looked : rings.next(w, w.start, w.looked);
  }

  private boolean isLastRound(GoWorker w) {
    return w.round == constants.stealRounds - 1;
  }

  private static void newRound(GoWorker w, int round) {
    w.round = round;
    w.looked = 0;
    w.start = w.random.nextInt(1 << 16);
  }

  private @Nullable Task stealFrom(GoWorker victim, GoWorker w) {
    if (w.wanted != null) {
      return takeWanted(victim, w, w.wanted);
    }
    w.counters.stealTries++;
    Task task = victim.ring.stealInto(w.ring, constants.half);
    if (task != null) {
      w.counters.stolen += 1 + w.ring.size();
      return task;
    }
    w.wanted = isLastRound(w) ? (Task) RUNNEXT.getOpaque(victim) : null;
    if (w.wanted == null) {
      return null;
    }
    w.wantedSince = w.machine.now();
    return AGAIN;
  }

  /** Its owner is about to run it: Go sleeps 3 µs, then takes it, or looks at this victim again. */
  private @Nullable Task takeWanted(GoWorker victim, GoWorker w, Task wanted) {
    if (w.machine.now() - w.wantedSince < constants.stealDelayNs) {
      return AGAIN;
    }
    w.wanted = null;
    if (!RUNNEXT.compareAndSet(victim, wanted, null)) {
      return AGAIN;
    }
    w.counters.stolen++;
    return wanted;
  }

  /** Drops the P, unless something has come to the global queue before. */
  private @Nullable Task park(GoWorker w) {
    Task task = grabGlobal(w);
    if (task != null) {
      return task;
    }
    boolean spun = w.spinning;
    w.spinning = false;
    w.parked = true;
    w.counters.parks++;
    boolean lookAgain = idle.sleep(w.index, spun);
    // "Delicate dance": look once more after saying so; whoever span does (go.dev/issue/43997).
    if ((lookAgain || spun) && workPending()) {
      wakep(w);
    }
    return null;
  }

  /** Not private: a test plants a weaker one. */
  boolean workPending() {
    for (int i = 0; i < workers.size(); i++) {
      GoWorker v = workers.get(i);
      if (!v.ring.isEmpty() || RUNNEXT.getOpaque(v) != null) {
        return true;
      }
    }
    return !global.isEmpty();
  }

  private void wakep(GoWorker w) {
    if (idle.wakeOne()) {
      w.counters.wakeUps++;
    }
  }

  @Override
  public void ready(@Nullable GoWorker by, Task task, boolean yielded) {
    if (by == null) {
      global.push(task); // injectglist without a P: one idle P is started for each
      idle.startOne();
      return;
    }
    if (yielded) {
      by.counters.injects++;
      global.push(task); // goschedImpl
    } else if (!constants.runnext) {
      push(by, task);
    } else {
      Task before = (Task) RUNNEXT.getAndSet(by, task);
      if (before != null) {
        push(by, before);
      }
    }
    wakep(by);
  }

  /**
   * {@code retake} of {@code sysmon}: who is found in one tick for a whole slice shall give way. Go
   * sends a signal; here its task sees it at its next receipt. The race with the task's own count
   * may lose it, until the next look.
   */
  @Override
  public void watch(long now) {
    for (int i = 0; i < workers.size(); i++) {
      GoWorker w = workers.get(i);
      if (w.seenTick != w.tick) {
        w.seenTick = w.tick;
        w.seenAt = now;
      } else if (now - w.seenAt >= constants.sliceNs) {
        w.budget = 0;
      }
    }
  }

  private void push(GoWorker w, Task task) {
    w.counters.overflows += w.ring.put(task, global, false);
  }

  @Override
  public Promises promises() {
    return new Promises(
        constants.globalInterval,
        constants.runnext ? Promises.UNBOUNDED : 0,
        constants.runnext ? constants.sliceNs : 0,
        true,
        constants.runnext,
        true);
  }
}
