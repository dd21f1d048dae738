package io.interleave.machine;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One worker's part of a timeline: a log that this worker alone writes, and that is never longer
 * than it was at first. An event says what the worker did <em>until</em> then, since the event
 * before.
 *
 * <p>Where tasks are not told, a poll takes no event and no reading of the clock: one of each when
 * {@code next} first finds nothing, which ends the running, and one when the search or the sleep
 * does. So what is found at the first look counts as running, and that look too. Where tasks are
 * told, a poll takes an event and a reading, and what {@code next} took without a search counts as
 * its beginning. A reading that the task made in its poll is taken for the end of that.
 *
 * <p>Nothing here knows threads: the loop that runs the worker, live or simulated, says what
 * happens when it happens, and the clock is the machine's.
 *
 * <p>The counts stand in the log's own head, a cache line away from what is before and behind, so
 * that two workers' counts never share one.
 */
final class Track {
  /**
   * What a worker did: it ran a task, whose number is above 0, or one of these; below PARKED, that
   * less the number of a task that it woke then, while it went on with what it did.
   */
  static final int RUNNING = 0; // tasks, that are not told

  static final int SEARCHING = -1;
  static final int PARKED = -2;

  /** Tasks a worker whose names are kept: that many tasks stay reachable, and not more. */
  private static final int NAMED = 1 << 14;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int EVENTS = 8;
  private static final int LEFT_OUT = 9;
  private static final int READINGS = 10;
  private static final int LAST = 11;
  private static final int HEAD = 19;

  private final Machine machine;
  private final Worker worker;
  private final int workers;
  private final int capacity;
  private final boolean tasksToo;
  private final long began;
  private final long[] times; // the head, the times, and a line of air
  private final int[] whats;
  private final Task[] met;
  private int tasks;
  private boolean searching = true; // at first a worker has nothing
  private long tries;

  /** An empty one; {@code workers} of them share out the tasks' numbers, where those are told. */
  Track(Machine machine, Worker worker, int workers, int capacity, boolean tasksToo, long began) {
    this.machine = machine;
    this.worker = worker;
    this.workers = workers;
    this.capacity = capacity;
    this.tasksToo = tasksToo;
    times = new long[HEAD + capacity + 8];
    whats = new int[capacity];
    met = new Task[tasksToo ? Math.min(capacity, NAMED) : 0];
    times[LAST] = began;
    this.began = began;
  }

  /** {@code next} found nothing yet: it goes on searching. */
  void again() {
    if (!searching) {
      endsRunning();
      searching = true;
    }
  }

  /** {@code next} found a task, which is about to be polled. Returns what its poll is called. */
  int found(Task task) {
    if (searching || (tasksToo && worker.counters.stealTries != tries)) {
      endsSearch();
    }
    worker.reading = 0;
    return !tasksToo ? RUNNING : task.number != 0 ? task.number : meet(task);
  }

  /** Numbers without a shared counter: worker i gives out i+1, i+1+n, i+1+2n, … */
  private int meet(Task task) {
    if (times[EVENTS] == capacity) {
      return 0; // there is no room to tell of it
    }
    if (tasks < met.length) {
      met[tasks] = task;
    }
    task.number = tasks++ * workers + worker.index + 1;
    return task.number;
  }

  /** The poll of what was found is over. */
  void polled(int task) {
    if (tasksToo) {
      record(byTheTask(), task);
    }
  }

  /** The poll under way made a task runnable, and nobody has it yet. */
  void woke(Task task) {
    int number = task.number != 0 ? task.number : meet(task);
    record(byTheTask(), PARKED - number);
  }

  /** Its last poll was over before now; told already where tasks are. */
  private void endsRunning() {
    if (!tasksToo) {
      record(byTheTask(), RUNNING);
    }
  }

  /** The time that the task under way or just over read last, or else now. */
  private long byTheTask() {
    long reading = worker.reading;
    return reading == 0 ? now() : Math.max(reading, times[LAST]);
  }

  /** {@code next} found nothing, and it is about to park. */
  void searched() {
    if (searching || tasksToo) {
      endsSearch();
    } else {
      endsRunning();
    }
  }

  private void endsSearch() {
    searching = false;
    tries = worker.counters.stealTries;
    long before = times[LAST];
    long now = now();
    worker.counters.searchingNs += now - before;
    record(now, SEARCHING);
  }

  /** It was parked until now, and now looks for work. */
  void parked() {
    searching = true;
    long before = times[LAST];
    long now = now();
    worker.counters.parkedNs += now - before;
    record(now, PARKED);
  }

  /** The worker stops. */
  void ends() {
    if (searching) {
      endsSearch();
    } else {
      endsRunning();
    }
  }

  private long now() {
    times[READINGS]++;
    return machine.now();
  }

  private void record(long at, int what) {
    times[LAST] = at;
    long n = times[EVENTS];
    if (n == capacity) {
      times[LEFT_OUT]++;
      return;
    }
    times[HEAD + (int) n] = at;
    whats[(int) n] = what;
    LONGS.setRelease(times, EVENTS, n + 1); // another thread may read while this one writes
  }

  /** Events that are in it; those before this number don't change any more. */
  int events() {
    return (int) (long) LONGS.getAcquire(times, EVENTS);
  }

  /** Until when event {@code i} lasted, by the machine's clock. */
  long time(int i) {
    return times[HEAD + i];
  }

  int what(int i) {
    return whats[i];
  }

  long leftOut() {
    return (long) LONGS.getOpaque(times, LEFT_OUT);
  }

  /** Readings of the clock that were made for the timeline alone. */
  long readings() {
    return (long) LONGS.getOpaque(times, READINGS);
  }

  /** The name of the {@code i}-th task that it met. */
  String name(int i) {
    return i < met.length && met[i] != null
        ? met[i].toString()
        : "task " + (i * workers + worker.index + 1);
  }

  /** Nanoseconds it has not slept. */
  long awakeNs() {
    return times[LAST] - began - worker.counters.parkedNs;
  }

  /** Records as many events as it holds, with readings that cost nothing, and forgets them. */
  void rehearse() {
    for (int i = 0; i < capacity; i++) {
      worker.reading = i + 1L;
      polled(1);
    }
    times[EVENTS] = 0;
  }
}
