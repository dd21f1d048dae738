package io.interleave.machine;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A closed queueing model on the simulated machine's event queue alone, to be set beside general
 * simulators: tasks go round two servers, each of which serves them in the order of their coming,
 * for an exponential time of mean 1. What is counted is services completed a second of real time.
 */
final class QueueingModel {
  private static final double UNIT = 1_000_000; // ticks of the queue's clock in a mean service

  private final EventQueue events = new EventQueue(2);
  private final SplittableRandom random;
  private final int[][] waiting; // a ring a server: the tasks, the one in service first
  private final int[] first = new int[2];
  private final int[] length = new int[2];
  private long now;

  /** All tasks are at the first server. */
  QueueingModel(int tasks, long seed) {
    random = new SplittableRandom(seed);
    waiting = new int[2][tasks];
    for (int task = 0; task < tasks; task++) {
      waiting[0][task] = task;
    }
    length[0] = tasks;
    events.add(service(), 0);
  }

  private long service() {
    return 1 + (long) (-UNIT * Math.log(1 - random.nextDouble()));
  }

  /** Runs until so many services are completed; returns the time, in mean services. */
  double run(long completions) {
    for (long i = 0; i < completions; i++) {
      long event = events.first();
      now = events.time(event);
      complete(events.source(event));
    }
    return now / UNIT;
  }

  private void complete(int server) {
    int task = waiting[server][first[server]];
    first[server] = first[server] + 1 == waiting[server].length ? 0 : first[server] + 1;
    if (--length[server] > 0) {
      events.replaceFirst(now + service(), server);
    } else {
      events.removeFirst();
    }
    arrive(1 - server, task);
  }

  private void arrive(int server, int task) {
    int end = first[server] + length[server];
    waiting[server][end < waiting[server].length ? end : end - waiting[server].length] = task;
    if (length[server]++ == 0) {
      events.add(now + service(), server);
    }
  }

  /**
   * Runs it and prints what it did, after a warm-up of the same length.
   *
   * @param args tasks (10,000) and completions (20,000,000)
   */
  public static void main(String[] args) {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    long completions = args.length > 1 ? Long.parseLong(args[1]) : 20_000_000;
    new QueueingModel(tasks, 1).run(completions);
    var model = new QueueingModel(tasks, 2);
    long before = System.nanoTime();
    double time = model.run(completions);
    double seconds = (System.nanoTime() - before) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"tasks\": %d, \"completions\": %d, \"simulated_time\": %.1f, \"completions_per_s\": %.0f}%n",
        tasks,
        completions,
        time,
        completions / seconds);
  }
}
