package io.interleave.machine;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What each worker of a machine did when: running tasks, searching for one, parked; and {@linkplain
 * #withTasks on request} which task it polled. Handed to a machine before it starts, and read when
 * that is closed; what is under way is not in it yet.
 *
 * <pre>{@code
 * var timeline = new Timeline();
 * try (var machine = new LiveMachine<>(new GoPolicy(), 2, timeline)) { … machine.close(patience); }
 * timeline.savePerfetto(Path.of("go.json"));
 * }</pre>
 *
 * <p>Its memory is taken at once: 12 bytes an event. When a worker's part is full, what comes later
 * is left out, counted, and told by all that shows it. Over 200 lines for what its readers are told
 * of each number.
 */
public final class Timeline {
  /** Events a worker by default. */
  public static final int EVENTS = 1 << 18;

  /** What a worker does, or what becomes of a task. */
  public enum State {
    /** A task is polled; or one after the other, where tasks are not told. */
    RUNNING,
    /** A worker has no task and looks for one. */
    SEARCHING,
    /** A worker sleeps. */
    PARKED,
    /** A task was woken and waits for its turn. */
    RUNNABLE
  }

  /**
   * A piece of time.
   *
   * @param worker who did it; of a {@link State#RUNNABLE} one, who woke the task
   * @param task the number of the task; 0 when it is about none, or tasks are not told
   * @param fromNs nanoseconds since the timeline began
   * @param toNs its end, not before {@code fromNs}
   */
  public record Span(int worker, State state, int task, long fromNs, long toNs) {
    /** Nanoseconds from one end to the other. */
    public long ns() {
      return toNs - fromNs;
    }
  }

  /**
   * What a worker's spans add up to.
   *
   * @param polls that are in it; 0 where tasks are not told
   */
  public record Times(long polls, long runningNs, long searchingNs, long parkedNs) {
    /** All of it. */
    public long ns() {
      return runningNs + searchingNs + parkedNs;
    }
  }

  private final int capacity;
  private final boolean tasks;
  private final boolean wakes;
  private volatile List<Track> tracks = List.of();
  private long began;
  private RecordingCost price = RecordingCost.NONE;

  /** With room for {@link #EVENTS} a worker. */
  public Timeline() {
    this(EVENTS);
  }

  /**
   * The same with another size.
   *
   * @param events room for so many events a worker, at least 0; with 0 it only adds up the time
   *     spent searching and parked
   * @throws IllegalArgumentException when {@code events} is less
   */
  public Timeline(int events) {
    this(events, false, false);
  }

  private Timeline(int events, boolean tasks, boolean wakes) {
    if (events < 0 || events > 1 << 27) {
      throw new IllegalArgumentException(
          "events=%d: expected 0 to %d a worker".formatted(events, 1 << 27));
    }
    this.capacity = events;
    this.tasks = tasks;
    this.wakes = wakes;
  }

  /** An empty one that tells the same, with room for so many events a worker. */
  public Timeline withRoom(int events) {
    return new Timeline(events, tasks, wakes);
  }

  /**
   * An empty one of the same size that also tells which task was polled when: an event for each
   * poll, and a reading of the clock where the task made none.
   */
  public Timeline withTasks() {
    return new Timeline(capacity, true, wakes);
  }

  /**
   * {@link #withTasks}, and it also tells when they become runnable: an event more for each wake by
   * a task. Wakes from outside the machine are not told.
   */
  public Timeline withWakes() {
    return new Timeline(capacity, true, true);
  }

  /** Called by the machine that is to be recorded, once. */
  List<Track> open(Machine machine, List<? extends Worker> workers) {
    if (!tracks.isEmpty()) {
      throw new IllegalStateException("this timeline has its machine: each takes a new one");
    }
    price = RecordingCost.measure(machine);
    began = machine.now();
    tracks =
        workers.stream()
            .map(w -> new Track(machine, w, workers.size(), capacity, tasks, began))
            .toList();
    return tracks;
  }

  boolean tellsWakes() {
    return wakes;
  }

  List<Track> tracks() {
    return tracks;
  }

  /** Workers of its machine; 0 before it has one. */
  public int workers() {
    return tracks.size();
  }

  /** Events of all workers. */
  public long events() {
    return tracks.stream().mapToLong(Track::events).sum();
  }

  /** Events for which there was no room. */
  public long leftOut() {
    return tracks.stream().mapToLong(Track::leftOut).sum();
  }

  /** Readings of the clock that were made for it alone; the others were the tasks' own. */
  public long readings() {
    return tracks.stream().mapToLong(Track::readings).sum();
  }

  /** From its beginning to the last event of all workers, in nanoseconds. */
  public long ns() {
    return tracks.stream()
        .filter(t -> t.events() > 0)
        .mapToLong(t -> t.time(t.events() - 1) - began)
        .max()
        .orElse(0);
  }

  /** What a worker did, without a gap, from 0 to its last event. */
  public List<Span> spans(int worker) {
    var track = tracks.get(worker);
    var spans = new ArrayList<Span>();
    long from = 0;
    for (int i = 0, n = track.events(); i < n; i++) {
      int what = track.what(i);
      if (what >= Track.PARKED) {
        long to = track.time(i) - began;
        spans.add(new Span(worker, state(what), Math.max(0, what), from, to));
        from = to;
      }
    }
    return spans;
  }

  private static State state(int what) {
    return what >= 0 ? State.RUNNING : what == Track.SEARCHING ? State.SEARCHING : State.PARKED;
  }

  /**
   * What became of a task, in the order of time: its polls, and from each wake to the poll that
   * follows, where wakes are told. Between them it waits.
   *
   * @param task its {@link Task#number}
   * @throws IllegalStateException when this one was not asked to tell of tasks
   */
  public List<Span> spansOf(int task) {
    requireTasks();
    return TaskSpans.of(this, began, task);
  }

  private void requireTasks() {
    if (!tasks) {
      throw new IllegalStateException(
          "this timeline tells of workers alone: new Timeline().withTasks() tells of tasks too");
    }
  }

  /**
   * The numbers of all tasks that were polled and had room in it, ascending.
   *
   * @throws IllegalStateException when this one was not asked to tell of tasks
   */
  public List<Integer> tasks() {
    requireTasks();
    return IntStream.range(0, workers())
        .mapToObj(this::spans)
        .flatMap(List::stream)
        .filter(span -> span.task() > 0)
        .map(Span::task)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * What a task calls itself, by its number. Of those met after the first 16,384 a worker no
   * reference is kept: they are called by the number alone.
   */
  public String nameOf(int task) {
    var track = tracks.get((task - 1) % tracks.size());
    return track.name((task - 1) / tracks.size());
  }

  /** What a worker's spans add up to. */
  public Times times(int worker) {
    var track = tracks.get(worker);
    long[] sums = new long[4];
    for (var span : spans(worker)) {
      sums[span.state().ordinal()] += span.ns();
      sums[3] += span.task() > 0 ? 1 : 0;
    }
    return new Times(sums[3], sums[0], sums[1], sums[2]);
  }

  /**
   * What recording cost, as a share of the time in which the workers were awake: its events and its
   * own readings of the clock, at the price of each that was measured before the machine started. A
   * lower bound: caches that it took from the tasks are not in it, nor what it asks itself at each
   * poll. 0 before anything happened, and on a simulated machine.
   */
  public double costShare() {
    long awake = tracks.stream().mapToLong(Track::awakeNs).sum();
    return awake <= 0 ? 0 : price.ns(readings(), events() + leftOut()) / awake;
  }

  /** What recording cost, in a sentence. */
  public String cost() {
    if (price.nsReading() == 0) {
      return String.format(Locale.ROOT, "%,d events, recorded in no virtual time.", events());
    }
    return String.format(
        Locale.ROOT,
        "Recording took at least %.1f %% of the time awake: %,d events at %.1f ns, %,d clock readings of its own at %.1f ns.",
        100 * costShare(),
        events() + leftOut(),
        price.nsEvent(),
        readings(),
        price.nsReading());
  }

  /**
   * Writes it as Chrome's trace events, which ui.perfetto.dev and chrome://tracing open.
   *
   * @param rows tasks that get a row of their own, below the workers
   * @throws IllegalStateException when there are some, and this one tells of none
   * @throws IOException when the file can't be written
   */
  public void savePerfetto(Path file, Task... rows) throws IOException {
    if (rows.length > 0) {
      requireTasks();
    }
    PerfettoTrace.write(this, List.of(rows), file);
  }

  /** A line a worker: shares of its time; and what recording left out and cost. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "timeline of %,.3f ms, %d workers, %,d events%n",
            ns() / 1e6,
            workers(),
            events()));
    for (int w = 0; w < workers(); w++) {
      text.append(line(w));
    }
    if (leftOut() > 0) {
      text.append(String.format(Locale.ROOT, "Full: %,d later events are left out.%n", leftOut()));
    }
    return text.append(cost()).toString();
  }

  private String line(int worker) {
    var times = times(worker);
    double all = Math.max(1, times.ns()) / 100.0;
    return String.format(
        Locale.ROOT,
        "worker %d: %srunning %.1f %%, searching %.1f %%, parked %.1f %%%n",
        worker,
        tasks ? String.format(Locale.ROOT, "%,d polls, ", times.polls()) : "",
        times.runningNs() / all,
        times.searchingNs() / all,
        times.parkedNs() / all);
  }
}
