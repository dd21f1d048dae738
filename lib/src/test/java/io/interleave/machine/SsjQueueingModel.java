package io.interleave.machine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * {@link QueueingModel} as SSJ's users write it: an event object a server and one a task, scheduled
 * again and again in its own list of events. Its random numbers are {@link QueueingModel}'s, which
 * are faster than SSJ's streams.
 */
final class SsjQueueingModel {
  private final Simulator simulator = new Simulator();
  private final SplittableRandom random;
  private final double think;
  private final List<Server> servers = List.of(new Server(0), new Server(1));
  private long left;

  SsjQueueingModel(int tasks, double think, long seed) {
    this.think = think;
    random = new SplittableRandom(seed);
    simulator.init();
    for (int i = 0; i < tasks; i++) {
      new Customer().begin();
    }
  }

  /** Thinks. */
  private final class Customer extends Event {
    Customer() {
      super(simulator);
    }

    void begin() {
      if (think > 0) {
        schedule(think * random.nextExponential());
      } else {
        actions();
      }
    }

    @Override
    public void actions() {
      servers.getFirst().arrive(this);
    }
  }

  /** Serves. */
  private final class Server extends Event {
    private final ArrayDeque<Customer> waiting = new ArrayDeque<>();
    private final int index;

    Server(int index) {
      super(simulator);
      this.index = index;
    }

    void arrive(Customer customer) {
      waiting.add(customer);
      if (waiting.size() == 1) {
        schedule(random.nextExponential());
      }
    }

    @Override
    public void actions() {
      var customer = waiting.remove();
      if (!waiting.isEmpty()) {
        schedule(random.nextExponential());
      }
      if (index == 0) {
        servers.getLast().arrive(customer);
      } else {
        customer.begin();
      }
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
}
