package io.interleave.machine;

import java.util.SplittableRandom;

/**
 * A closed queueing network on the simulated machine's event queue alone, to be set beside general
 * simulators: each task thinks for an exponential time, then is served by one server and after that
 * by another, each of which serves in the order of coming, for an exponential time of mean 1; and
 * thinks again. While it thinks its event is pending, so with much thinking there are nearly as
 * many events pending as tasks. What is counted is services completed a second of real time.
 */
final class QueueingModel {
  private static final double UNIT = 1_000_000; // ticks of the queue's clock in a mean service
  private static final int SERVERS = 2; // sources 0 and 1; then the tasks

  private final EventQueue events;
  private final SplittableRandom random;
  private final double think;
  private final int[][] waiting; // a ring a server: the tasks, the one in service first
  private final int[] first = new int[SERVERS];
  private final int[] length = new int[SERVERS];
  private long now;

  /**
   * All tasks begin to think; or, where there is no thinking, are at the first server.
   *
   * @param think mean, in mean services
   */
  QueueingModel(int tasks, double think, long seed) {
    this.think = think;
    random = new SplittableRandom(seed);
    events = new EventQueue(SERVERS + tasks);
    waiting = new int[SERVERS][tasks];
    for (int task = 0; task < tasks; task++) {
      if (think > 0) {
        events.add(after(think), SERVERS + task);
      } else if (queue(0, task)) {
        events.add(after(1), 0);
      }
    }
  }

  private long after(double mean) {
    return now + 1 + (long) (mean * UNIT * random.nextExponential());
  }

  /** Runs until so many services are completed; returns the time, in mean services. */
  double run(long completions) {
    long left = completions;
    while (left > 0) {
      long event = events.first();
      now = events.time(event);
      int source = events.source(event);
      if (source < SERVERS) {
        complete(source);
        left--;
      } else if (queue(0, source - SERVERS)) {
        events.replaceFirst(after(1), 0);
      } else {
        events.removeFirst();
      }
    }
    return now / UNIT;
  }

  private void complete(int server) {
    int task = waiting[server][first[server]];
    first[server] = first[server] + 1 == waiting[server].length ? 0 : first[server] + 1;
    if (--length[server] > 0) {
      events.replaceFirst(after(1), server);
    } else {
      events.removeFirst();
    }
    if (server == 1 && think > 0) {
      events.add(after(think), SERVERS + task);
    } else if (queue(1 - server, task)) {
      events.add(after(1), 1 - server);
    }
  }

  /** Puts a task at the end of a server's line; whether it is served at once. */
  private boolean queue(int server, int task) {
    int end = first[server] + length[server];
    waiting[server][end < waiting[server].length ? end : end - waiting[server].length] = task;
    return length[server]++ == 0;
  }
}
