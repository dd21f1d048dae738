package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Worker;
import java.util.concurrent.atomic.AtomicInteger;

/** {@link Channel} in its async form: producers first, closed as {@link BlockingChannel}. */
public final class AsyncChannel extends AsyncRun {
  private static final long CLOSED = -1;

  private final int producers;
  private final long each;
  private final io.interleave.task.Channel<Long> channel;
  private final AtomicInteger producing;

  /** One round of {@code channel}; nothing is started yet. */
  public AsyncChannel(Channel channel, Machine machine) {
    super(machine, channel.tasks(), false);
    producers = (int) channel.values().number("producers");
    each = channel.deliveries() / producers;
    this.channel = new io.interleave.task.Channel<>((int) channel.values().number("capacity"));
    producing = new AtomicInteger(producers);
  }

  @Override
  Gated task(int i) {
    return i < producers ? new Producer(i) : new Consumer();
  }

  private final class Producer extends Gated {
    private final Port<Long> port = new Port<>(channel, this);
    private final long first;
    private long i;
    private long most = each; // and for the last one the closing messages

    Producer(int a) {
      first = a * each;
    }

    @Override
    boolean works(Worker worker) {
      while (i < most) {
        if (!port.send(i < each ? first + i : CLOSED, worker)) {
          return false;
        }
        i++;
        if (i == each && producing.decrementAndGet() == 0) {
          most += tasks - producers;
        }
        if (givesWay(worker)) {
          return false;
        }
      }
      return true;
    }
  }

  private final class Consumer extends Gated {
    private final Port<Long> port = new Port<>(channel, this);

    @Override
    boolean works(Worker worker) {
      while (true) {
        Long v = port.receive(worker);
        if (v == null || v == CLOSED) {
          return v != null;
        }
        sum += SplitMix.mix(v);
        counted();
        if (givesWay(worker)) {
          return false;
        }
      }
    }
  }
}
