package io.interleave.policy;

import io.interleave.queue.Filled;
import io.interleave.queue.InjectQueue;
import io.interleave.queue.RunQueue;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import jdk.internal.vm.annotation.Contended;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's ForkJoinPool in async mode, as it schedules virtual threads: a FIFO a worker,
 * submission queues for what comes from outside, and all of them scanned, from a random start, by
 * whoever has nothing of its own. A scan takes one task, polls it and all that follows from it, and
 * goes on with the same queue until that is empty. Models {@code runWorker}, {@code deactivate},
 * {@code push} and {@code signalWork} of {@code java/util/concurrent/ForkJoinPool.java}, and {@code
 * afterYield} of {@code java/lang/VirtualThread.java}, JDK 25.0.3.
 *
 * <p>A push wakes an idle worker when its queue looked almost empty, and so does a scan that leaves
 * something behind it; nobody counts searchers. While a worker has tasks of its own it never looks
 * at the submission queues (openjdk/loom#226). Left out: giving a queue up when another scans it
 * too, growing and compensating, keep-alive. All outside threads share the first submission queue:
 * a policy knows no threads.
 */
public final class ForkJoinPolicy implements Policy<ForkJoinPolicy.ForkJoinWorker> {
  private final Constants constants;
  private InjectQueue[] submissions = {};
  private Filled filled = new Filled(0, false);
  private List<ForkJoinWorker> workers = List.of();
  Idle idle = new Idle(Machine.NONE, 1, 1, false); // tests put their own in its place

  /**
   * ForkJoinPool's constants.
   *
   * @param ring slots of a worker's queue before those with a lock, a power of two: 4096. The JDK's
   *     has 64, and grows; so does this, but behind a lock
   * @param looks at queues, by one who has found nothing and registered as idle, before it blocks:
   *     256 ({@code SPIN_WAITS << 1}), or three at each queue if that is more
   * @param propagate whether one who takes a task from a queue with more in it wakes another: true
   */
  public record Constants(int ring, int looks, boolean propagate) {
    /** ForkJoinPool's own. */
    public static final Constants DEFAULT = new Constants(4096, 256, true);

    /**
     * Any.
     *
     * @throws IllegalArgumentException when one makes no sense
     */
    public Constants {
      Constant.requireRing(ring);
      Constant.requireAtLeast("looks", looks, 0);
    }
  }

  /** With ForkJoinPool's own constants. */
  public ForkJoinPolicy() {
    this(Constants.DEFAULT);
  }

  /** With other constants. */
  public ForkJoinPolicy(Constants constants) {
    this.constants = constants;
  }

  /** A worker and its {@code WorkQueue}. */
  @Contended
  public static final class ForkJoinWorker extends Worker {
    private final RunQueue ring;
    private final InjectQueue behind = new InjectQueue(); // what the ring has no room for
    private final SplittableRandom random;
    private int source = -1; // the queue that its last scan found something in
    private boolean registered; // as idle
    private int looksLeft; // before it blocks
    private int doubts; // sights of work before it believes that nobody else will take it

    private ForkJoinWorker(Machine machine, int index, RunQueue ring) {
      super(machine, index);
      this.ring = ring;
      random = new SplittableRandom(index);
    }

    private int size() {
      return ring.size() + behind.size();
    }

    /** First in, first out: the ring holds what is older than all that stands behind it. */
    private void push(Task task) {
      if (!behind.isEmpty() || !ring.offer(task)) {
        behind.push(task);
      }
    }
  }

  @Override
  public List<ForkJoinWorker> open(Machine machine, int n) {
    int half = n == 1 ? 1 : Integer.highestOneBit(n - 1) << 1; // of the queues are for outsiders
    filled = new Filled(2 * half, machine.hasOneThread());
    submissions =
        IntStream.range(0, half).mapToObj(i -> new InjectQueue()).toArray(InjectQueue[]::new);
    workers =
        IntStream.range(0, n)
            .mapToObj(i -> new ForkJoinWorker(machine, i, filled.ring(2 * i + 1, constants.ring)))
            .toList();
    idle = new Idle(machine, n, 1, false);
    return workers;
  }

  @Override
  public @Nullable Task next(ForkJoinWorker w) {
    if (w.registered && !isActiveAgain(w)) {
      return w.looksLeft > 0 ? AGAIN : block(w);
    }
    w.budget = Integer.MAX_VALUE;
    Task task = oldest(w, w.ring.poll());
    if (task == null) {
      task = w.source < 0 ? null : take(w, w.source);
    }
    if (task == null) {
      task = scan(w);
    }
    return task == null ? deactivate(w) : task;
  }

  /** Looks at all queues once, submission queues at even and workers' at odd places. */
  private @Nullable Task scan(ForkJoinWorker w) {
    int n = 2 * submissions.length;
    int start = w.random.nextInt(n);
    int step = w.random.nextInt(n) | 1;
    Task task = null;
    for (int place = 0; place < n && task == null; place++) {
      int next = filled.next(start, step, place);
      w.counters.stealTries += passedBy(w, start, step, place, next);
      place = next;
      task = place < n ? take(w, start + place * step & n - 1) : null;
    }
    w.source = task == null ? -1 : w.source;
    return task;
  }

  /** Other workers' queues between two places of a round: they are looked at, and are empty. */
  private int passedBy(ForkJoinWorker w, int start, int step, int from, int to) {
    if (from == to) {
      return 0;
    }
    int odd = (to - from + (start + from & 1)) / 2; // every other one is a worker's
    int own = filled.place(start, step, 2 * w.index + 1);
    odd -= from <= own && own < to ? 1 : 0;
    for (int worker = workers.size(); worker < submissions.length; worker++) { // not there
      int place = filled.place(start, step, 2 * worker + 1);
      odd -= from <= place && place < to ? 1 : 0;
    }
    return odd;
  }

  /** Takes one; and wakes another worker when that leaves some. */
  private @Nullable Task take(ForkJoinWorker w, int queue) {
    Task task = queue % 2 == 0 ? submitted(w, queue / 2) : stolen(w, queue / 2);
    if (task != null) {
      w.source = queue;
      if (constants.propagate && size(queue) > 0) {
        signalWork(w);
      }
    }
    return task;
  }

  private @Nullable Task submitted(ForkJoinWorker w, int queue) {
    Task task = submissions[queue].poll();
    if (task != null) {
      w.counters.injectGrabs++;
    }
    if (submissions[queue].isEmpty()) {
      filled.clear(2 * queue);
    }
    return task;
  }

  private @Nullable Task stolen(ForkJoinWorker w, int victim) {
    if (victim >= workers.size() || victim == w.index) {
      return null;
    }
    w.counters.stealTries++;
    ForkJoinWorker from = workers.get(victim);
    Task task = oldest(from, from.ring.stealInto(w.ring, false));
    if (task != null) {
      w.counters.stolen++;
    }
    return task;
  }

  /** What was in the ring; or else behind it, where more may be. */
  private @Nullable Task oldest(ForkJoinWorker w, @Nullable Task inRing) {
    Task task = inRing == null ? w.behind.poll() : inRing;
    if (!w.behind.isEmpty()) {
      filled.set(2 * w.index + 1);
    }
    return task;
  }

  private int size(int queue) {
    if (!filled.may(queue)) {
      return 0;
    }
    if (queue % 2 == 0) {
      return submissions[queue / 2].size();
    }
    return queue / 2 < workers.size() ? workers.get(queue / 2).size() : 0;
  }

  /** Registers as idle, and goes on looking for a while, a look around at all queues a step. */
  private Task deactivate(ForkJoinWorker w) {
    w.registered = true;
    w.looksLeft = Math.max(constants.looks, 6 * submissions.length);
    idle.sleep(w.index, false);
    w.doubts = Math.min(idle.awake(), 2);
    return AGAIN;
  }

  /**
   * It was signalled; or it sees work, nobody has been signalled for it, and it is first in line.
   */
  private boolean isActiveAgain(ForkJoinWorker w) {
    boolean active = !idle.isAsleep(w.index);
    for (int i = 0; i < 2 * submissions.length && !active && w.looksLeft > 0; i++) {
      w.looksLeft--;
      active = size(i) > 0 && --w.doubts < 0 && idle.wakeUp(w.index);
    }
    w.registered = !active;
    return active;
  }

  private static @Nullable Task block(ForkJoinWorker w) {
    w.counters.parks++;
    return null;
  }

  private void signalWork(@Nullable ForkJoinWorker by) {
    if (idle.startOne() && by != null) {
      by.counters.wakeUps++;
    }
  }

  @Override
  public void ready(@Nullable ForkJoinWorker by, Task task, boolean yielded) {
    if (by == null) {
      submit(null, 0, task);
    } else if (yielded && by.size() == 0) {
      submit(by, by.index, task); // or it would shut out those who wait there
    } else {
      by.push(task);
      if (by.size() <= 2) { // as the JDK sees it: the slot before the last is empty
        signalWork(by);
      }
    }
  }

  private void submit(@Nullable ForkJoinWorker by, int queue, Task task) {
    if (by != null) {
      by.counters.injects++;
    }
    submissions[queue].push(task);
    filled.set(2 * queue);
    if (submissions[queue].size() <= 2) {
      signalWork(by);
    }
  }

  @Override
  public boolean injectsPerWorker() {
    return true;
  }

  @Override
  public Promises promises() {
    return new Promises(Promises.UNBOUNDED, 0, 0, true, false, true);
  }
}
