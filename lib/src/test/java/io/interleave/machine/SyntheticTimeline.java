package io.interleave.machine;

import io.interleave.task.Machine;
import io.interleave.task.Task;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A timeline made by hand, without threads: each worker has a clock of its own, set at will. */
public final class SyntheticTimeline implements Machine {
  private final List<Task> tasks = new ArrayList<>();
  private final List<Worker> workers;
  private final List<Track> tracks;
  private final Timeline timeline;
  private final long[] clocks;
  private int current;

  /** {@code workers} of them, at time 0. */
  public SyntheticTimeline(Timeline timeline, int workers, int tasks) {
    this.timeline = timeline;
    clocks = new long[workers];
    this.workers =
        IntStream.range(0, workers).<Worker>mapToObj(i -> new Worker(this, i) {}).toList();
    tracks = timeline.open(this, this.workers);
    for (int i = 0; i < tasks; i++) {
      String name = "actor " + i;
      this.tasks.add(
          new Task(this) {
            @Override
            protected boolean poll(Worker worker) {
              return false;
            }

            @Override
            public String toString() {
              return name;
            }
          });
    }
  }

  /** What was recorded. */
  public Timeline timeline() {
    return timeline;
  }

  /** Task number {@code i} of this test, from 0. */
  public Task task(int i) {
    return tasks.get(i);
  }

  /** It polls a task for so long; then that wakes another (or none: -1). */
  public SyntheticTimeline polls(int worker, int task, long ns, int wakes) {
    current = worker;
    var track = tracks.get(worker);
    int number = track.found(tasks.get(task));
    clocks[worker] += ns;
    if (wakes >= 0) {
      track.woke(tasks.get(wakes));
    }
    track.polled(number);
    return this;
  }

  /** Its last poll read the clock at its end. */
  public SyntheticTimeline reads(int worker) {
    workers.get(worker).reading = clocks[worker];
    return this;
  }

  /** It does what nobody is told of. */
  public SyntheticTimeline idles(int worker, long ns) {
    clocks[worker] += ns;
    return this;
  }

  /** It searches for so long, and finds something if it does not park next. */
  public SyntheticTimeline searches(int worker, long ns) {
    current = worker;
    tracks.get(worker).again();
    clocks[worker] += ns;
    tracks.get(worker).searched();
    return this;
  }

  /** It parks for so long. */
  public SyntheticTimeline parks(int worker, long ns) {
    current = worker;
    clocks[worker] += ns;
    tracks.get(worker).parked();
    return this;
  }

  @Override
  public long now() {
    return clocks[current];
  }

  @Override
  public long coarseNow() {
    return now();
  }

  @Override
  public void ready(@Nullable Worker by, Task task, boolean yielded) {}

  @Override
  public void spawn(@Nullable Worker by, Task task) {
    task.wake(by);
  }

  @Override
  public void wakeAt(long time, Task task) {
    throw new UnsupportedOperationException("nobody sleeps here");
  }

  @Override
  public void unpark(int worker) {}

  @Override
  public void ended(Task task, @Nullable Throwable failure) {}
}
