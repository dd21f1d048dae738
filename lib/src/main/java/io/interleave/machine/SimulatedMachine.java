package io.interleave.machine;

import io.interleave.policy.Policy;
import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine of virtual cores in virtual time: a discrete-event simulation, on one thread, that runs
 * the very policies and tasks of the {@link LiveMachine}. The same seed gives the same trace, on
 * any JVM.
 *
 * <p>A core has one event pending, and an event is one step: it <em>selects</em> (asks the policy
 * for a task), and when the time for that has elapsed it <em>runs</em> (polls the task up to its
 * next pause), and when that time has elapsed it goes on. So what a step does to others is done at
 * one moment, after all that came before it, and no message is seen before it was sent. What a step
 * costs is read off its worker's counters: {@link Charges}.
 *
 * <p>Time passes only while somebody waits: {@link #await} runs events until what is awaited has
 * come.
 *
 * <p>For one thread alone. Over 200 lines: the loop, its steps, and what tasks and policies ask of
 * it are to be read together.
 *
 * @param <W> the policy's own workers
 */
public final class SimulatedMachine<W extends Worker> implements Machine, AutoCloseable {
  /** Steps of searching in a row, by all cores together, after which a policy is given up. */
  private static final long FRUITLESS = 4_000_000;

  private static final Costs COMPUTING = Costs.NONE.with("roundPs", 1_000).named("computing");
  private static final int OFTEN = 1 << 12; // events between two looks at what is outside

  private final Policy<W> policy;
  private final Costs costs;
  private final List<Core<W>> cores;
  private final EventQueue queue;
  private final Alarms alarms = new Alarms();
  private final Distance distance;
  private final Charges charges;
  private final Collector collector;
  private final Memory memory;
  private final @Nullable IdleLine idleLine; // null where no worker knows of others
  private final SplittableRandom random;
  private final long longestDelayNs;
  private final int alarmSource;
  private long now;
  private long nextWatch;
  private long nextAlarm = -1;
  private long coarse;
  private int awake;
  private long events;
  private long hash;
  private long unfinished;
  private long ready;
  private long fruitless;
  private boolean closed;
  private @Nullable Core<W> polling;
  private @Nullable Core<W> acting; // whose event it is
  private @Nullable Throwable failure;

  /**
   * All cores are awake, at time 0, and nothing happens yet.
   *
   * @param policy a new one, of this machine's own
   * @param n cores, 1 to 65,536
   * @param seed of all that happens by chance
   * @throws IllegalArgumentException when there are no cores, or too many
   */
  public SimulatedMachine(Policy<W> policy, int n, Costs costs, long seed) {
    this(policy, n, costs, seed, null);
  }

  /**
   * The same, and records what the cores do, which takes no virtual time.
   *
   * @param timeline an empty one; null for none
   */
  public SimulatedMachine(
      Policy<W> policy, int n, Costs costs, long seed, @Nullable Timeline timeline) {
    this(policy, n, costs, seed, timeline, 0);
  }

  private SimulatedMachine(
      Policy<W> policy,
      int n,
      Costs costs,
      long seed,
      @Nullable Timeline timeline,
      long longestDelayNs) {
    if (n < 1 || n > 1 << 16) {
      throw new IllegalArgumentException("cores=%d: expected 1 to %d".formatted(n, 1 << 16));
    }
    this.policy =
        timeline != null && timeline.tellsWakes() ? new WakesTold<>(policy, timeline) : policy;
    this.costs = costs;
    this.longestDelayNs = longestDelayNs;
    random = new SplittableRandom(seed);
    distance = new Distance(costs, n);
    collector = new Collector(costs);
    var lock = new Lock(policy.injectsPerWorker() ? n : 1, costs, distance);
    memory = new Memory(costs, n);
    // Who promises that nobody sleeps beside work has to tell all others who does.
    idleLine = policy.promises().workConserving() ? new IdleLine(n, distance) : null;
    charges =
        new Charges(costs, policy.promises().slotStealable(), distance, lock, collector, memory);
    nextWatch = costs.watchNs();
    List<W> workers = policy.open(this, n);
    List<Track> tracks = timeline == null ? List.of() : timeline.open(new Watcher(), workers);
    cores = new ArrayList<>(n);
    queue = new EventQueue(n + 1);
    alarmSource = n;
    for (W worker : workers) {
      cores.add(new Core<>(worker, tracks.isEmpty() ? null : tracks.get(worker.index)));
      queue.add(0, worker.index);
    }
    awake = n;
    charges.begin(workers.getFirst().counters);
  }

  /** For a timeline, whose readings of the clock nobody pays. */
  private final class Watcher extends None {
    @Override
    public long now() {
      return now;
    }
  }

  /**
   * A machine on which nothing has a cost but computing, and every step takes a random time: each
   * seed is another interleaving of the steps of the policy and its tasks. Within a step there is
   * none: neither two halves of a {@link Policy#next} nor of a poll come apart.
   */
  public static <W extends Worker> SimulatedMachine<W> fuzzed(Policy<W> policy, int n, long seed) {
    return new SimulatedMachine<>(policy, n, COMPUTING, seed, null, 1 << 10);
  }

  /** The next event happens. */
  private void advance() {
    long event = queue.first();
    long time = queue.time(event);
    if (time >= nextWatch) {
      watch(time);
    }
    now = time;
    events++;
    hash = (hash ^ event) * 0x9e3779b97f4a7c15L;
    hash ^= hash >>> 32;
    int source = queue.source(event);
    if (source == alarmSource) {
      acting = null;
      ring();
    } else {
      acting = cores.get(source);
      step(acting);
    }
  }

  private void step(Core<W> core) {
    long stopped = collector.stoppedNs() - core.stoppedNs;
    if (stopped > 0 || core.owedNs > 0) {
      long owed = stopped + core.owedNs;
      core.stoppedNs += stopped;
      core.owedNs = 0;
      queue.replaceFirst(now + owed, core.worker.index);
      return;
    }
    charges.begin(core.worker.counters);
    Task task = core.task;
    if (task == null) {
      select(core);
    } else {
      run(core, task);
    }
  }

  /** The core asks for a task. */
  private void select(Core<W> core) {
    if (core.track != null) {
      tell(core, core.track);
    }
    Task task = policy.next(core.worker);
    boolean searching = task == Policy.AGAIN;
    if (task == null || searching != core.searching) {
      charges.line(changeIdle(core));
    }
    core.searching = searching;
    long ns = charges.end(core.worker, now);
    if (task == null) {
      park(core, ns);
    } else if (task == Policy.AGAIN) {
      searchOn(core, ns + costs.againNs());
    } else {
      found(core, task, ns);
    }
  }

  private long changeIdle(Core<W> core) {
    return idleLine == null ? 0 : idleLine.change(core.worker.index);
  }

  private void found(Core<W> core, Task task, long ns) {
    if (core.track != null) {
      long before = now;
      now += ns;
      core.number = core.track.found(task);
      now = before;
    }
    fruitless = 0;
    core.task = task;
    core.begun = false;
    ready--;
    long fetch = memory.sinceWokenNs(ready) + distance.lineNs(core.worker.index, task.home);
    task.home = (short) core.worker.index;
    goOn(core, ns + costs.switchNs() + costs.messageNs() + fetch);
  }

  private void searchOn(Core<W> core, long ns) {
    if (core.track != null) {
      core.track.again();
    }
    isFruitless();
    goOn(core, ns);
  }

  private void isFruitless() {
    if (++fruitless > FRUITLESS + 4_096L * cores.size()) {
      throw new IllegalStateException(
          "%s looks for work without end: %,d times it found none and did not sleep"
              .formatted(policy.getClass().getSimpleName(), fruitless));
    }
  }

  private void park(Core<W> core, long ns) {
    if (core.track != null) {
      core.track.searched();
      core.slept = true;
    }
    if (core.token || endsForNoReason()) {
      core.token = false;
      isFruitless();
      goOn(core, ns);
      return;
    }
    core.asleep = true;
    core.asleepFrom = now + ns + costs.parkNs();
    awake--;
    queue.removeFirst();
  }

  /** Live parks don't, but a policy has to bear it. */
  private boolean endsForNoReason() {
    return longestDelayNs > 0 && (random.nextLong() & 7) == 0;
  }

  /** The core polls its task, up to the next pause. */
  private void run(Core<W> core, Task task) {
    W worker = core.worker;
    core.budget = worker.budget;
    worker.budget = 1; // operation: then givesWay asks
    polling = core;
    boolean over = task.step(worker, !core.begun);
    polling = null;
    int used = 1 - worker.budget;
    worker.budget = core.budget - used;
    long ns = charges.end(worker, now);
    if (core.begun && used > 0) {
      ns += costs.messageNs(); // the first one's was paid before
    }
    boolean idle = core.begun && over && used == 0 && ns == 0;
    core.begun = !over;
    if (over) {
      core.task = null;
    }
    if (idle && longestDelayNs == 0) { // there was nothing more to do: it selects at once
      events++;
      select(core);
    } else {
      goOn(core, ns);
    }
  }

  @Override
  public boolean hasOneThread() {
    return true;
  }

  /** At the end of its work, and after each operation but the last that its budget allows. */
  @Override
  public boolean pauses(Worker worker) {
    var core = polling;
    return core != null && core.worker == worker && (worker.budget > 0 || core.budget > 1);
  }

  /** Its next step is when this one's time has elapsed, a nanosecond later at least. */
  private void goOn(Core<W> core, long ns) {
    long stretched = awake > 1 ? ns * costs.besidePermille() / 1_000 : ns;
    if (costs.processors() > 0 && awake > costs.processors()) {
      stretched = stretched * awake / costs.processors();
    }
    if (longestDelayNs > 0) {
      stretched += delay();
    }
    queue.replaceFirst(now + Math.max(1, stretched), core.worker.index);
  }

  /** Most delays are short, some are very long: 1 ns to the longest, by powers of two. */
  private long delay() {
    long bits = random.nextLong();
    return (bits >>> 8) % longestDelayNs >> (bits & 7);
  }

  /** Those who watch look at the cores, as often as they would have until {@code time}. */
  private void watch(long time) {
    for (; nextWatch <= time; nextWatch += costs.watchNs()) {
      now = nextWatch;
      coarse = now;
      cores.forEach(core -> core.budget = core.worker.budget);
      policy.watch(now);
      for (var core : cores) {
        if (core.budget > 0 && core.worker.budget <= 0) {
          core.owedNs += costs.preemptNs();
        }
      }
    }
  }

  private void ring() {
    queue.removeFirst();
    if (now != nextAlarm) {
      return; // it rang before, for an earlier one
    }
    nextAlarm = -1;
    for (Task due = alarms.due(now); due != null; due = alarms.due(now)) {
      due.wake(null);
    }
    if (alarms.next() >= 0) {
      setAlarm(alarms.next());
    }
  }

  /** Whoever watches the time sleeps until then, and is late: by then more may be due. */
  private void setAlarm(long due) {
    nextAlarm = due + costs.timerLateNs();
    queue.add(nextAlarm, alarmSource);
  }

  @Override
  public void wakeAt(long time, Task task) {
    long grain = costs.timerNs();
    long due = Math.ceilDiv(Math.max(time, now + 1), grain) * grain;
    if (alarms.add(due, task)) {
      setAlarm(due);
    }
  }

  @Override
  public void spawn(@Nullable Worker by, Task task) {
    if (closed) {
      throw new IllegalStateException("this machine is closed: a task came too late");
    }
    unfinished++;
    task.wake(by);
  }

  @Override
  @SuppressWarnings("unchecked") // a machine's workers are its policy's
  public void ready(@Nullable Worker by, Task task, boolean yielded) {
    ready++;
    if (by != null && idleLine != null) {
      charges.line(idleLine.read(by.index));
    }
    policy.ready((W) by, task, yielded);
    charges.pushes(by, task, yielded, unfinished);
  }

  @Override
  public void unpark(int worker) {
    var core = cores.get(worker);
    if (acting != null) {
      charges.line(changeIdle(acting));
    }
    if (!core.asleep) {
      leaveToken(core);
      core.token = true;
      return;
    }
    core.asleep = false;
    awake++;
    core.stoppedNs = collector.stoppedNs();
    queue.add(Math.max(now + 1, wakesAt(core)), worker);
  }

  /** On its way to sleep it sees the token by itself, and nobody has to call the kernel. */
  private long wakesAt(Core<W> core) {
    if (now < core.asleepFrom) {
      leaveToken(core);
      return core.asleepFrom;
    }
    charges.wakes();
    return now
        + (longestDelayNs > 0 ? delay() : costs.unparkNs(now - core.asleepFrom, random.nextLong()));
  }

  /** Its token and the lock beside it are two lines, which the sleeper had last. */
  private void leaveToken(Core<W> core) {
    if (acting != null) {
      charges.line(2 * distance.lineNs(acting.worker.index, core.worker.index));
    }
  }

  @Override
  public long now() {
    charges.reads();
    return now;
  }

  @Override
  public long coarseNow() {
    return coarse;
  }

  @Override
  public void ended(Task task, @Nullable Throwable thrown) {
    unfinished--;
    if (failure == null) {
      failure = thrown;
    }
  }

  /**
   * Lets time pass until the latch is down.
   *
   * @throws Deadlock when it is not, and nothing can happen any more
   * @throws IllegalStateException when the policy searches without end
   */
  @Override
  public void await(CountDownLatch latch) throws InterruptedException {
    if (!passes(() -> latch.getCount() > 0, Long.MAX_VALUE)) {
      throw new Deadlock(
          "all of %,d workers sleep, no timer is set, and %,d tasks are not done"
              .formatted(cores.size(), unfinished));
    }
  }

  @Override
  public boolean await(CountDownLatch latch, Duration patience) throws InterruptedException {
    return passes(() -> latch.getCount() > 0, now + patience.toNanos());
  }

  /** Lets time pass while {@code waits}, but not beyond {@code end}; whether it no longer does. */
  private boolean passes(BooleanSupplier waits, long end) throws InterruptedException {
    while (waits.getAsBoolean()) {
      if (queue.isEmpty() || queue.time(queue.first()) > end) {
        return false;
      }
      if ((events & OFTEN - 1) == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      advance();
    }
    acting = null; // what comes now comes from outside
    return true;
  }

  /** Nanoseconds since the start. */
  public long elapsedNs() {
    return now;
  }

  /** Events so far: steps of the cores, and rings. */
  public long events() {
    return events;
  }

  /**
   * A number made of all events, in their order: the same for equal traces, and hardly for others.
   */
  public long traceHash() {
    return hash;
  }

  /** Collections so far. */
  public long collections() {
    return collector.collections();
  }

  /** The first thing that a task threw, null when none did. Workers outlive it. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Tasks spawned and not yet done. */
  public long unfinished() {
    return unfinished;
  }

  /** What each worker has done. */
  public List<Worker.Counters> counters() {
    return cores.stream().map(core -> core.worker.counters).toList();
  }

  /**
   * Lets time pass until all tasks are done, or nothing can happen any more, but no longer than
   * {@code patience}, then closes the machine.
   *
   * @return tasks that are not done, and now never will be; 0 is what one hopes for
   */
  public long close(Duration patience) throws InterruptedException {
    boolean _ = passes(() -> unfinished > 0, now + patience.toNanos());
    close();
    return unfinished;
  }

  /** Ends it, whatever is left to do. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (var core : cores) {
        if (core.track != null) {
          core.slept |= core.asleep;
          tell(core, core.track);
          core.track.ends();
        }
      }
    }
  }

  /** Tells the core's track what is over. */
  private void tell(Core<W> core, Track track) {
    if (core.slept) {
      core.slept = false;
      track.parked();
    }
    if (core.number >= 0) {
      core.worker.reading = 0; // the poll has ended now, not when it last looked
      track.polled(core.number);
      core.number = -1;
    }
  }
}
