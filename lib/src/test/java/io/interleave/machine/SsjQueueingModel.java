package io.interleave.machine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** {@link QueueingModel} as SSJ's users write it: an event object a server, scheduled again. */
final class SsjQueueingModel {
  private final Simulator simulator = new Simulator();
  private final SplittableRandom random;
  private final List<Server> servers = List.of(new Server(0), new Server(1));
  private long left;

  SsjQueueingModel(int tasks, long seed) {
    random = new SplittableRandom(seed);
    simulator.init();
    for (int task = 0; task < tasks; task++) {
      servers.getFirst().arrive(task);
    }
  }

  private final class Server extends Event {
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private final int index;

    Server(int index) {
      super(simulator);
      this.index = index;
    }

    void arrive(Integer task) {
      waiting.add(task);
      if (waiting.size() == 1) {
        serve();
      }
    }

    private void serve() {
      schedule(-Math.log(1 - random.nextDouble()));
    }

    @Override
    public void actions() {
      var task = waiting.remove();
      if (!waiting.isEmpty()) {
        serve();
      }
      servers.get(1 - index).arrive(task);
      if (--left == 0) {
        simulator.stop();
      }
    }
  }

  /** Runs until so many services are completed; returns the time, in mean services. */
  double run(long completions) {
    left = completions;
    simulator.start();
    return simulator.time();
  }

  /** As {@link QueueingModel#main}. */
  public static void main(String[] args) {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    long completions = args.length > 1 ? Long.parseLong(args[1]) : 20_000_000;
    new SsjQueueingModel(tasks, 1).run(completions);
    var model = new SsjQueueingModel(tasks, 2);
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
