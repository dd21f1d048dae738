package io.interleave.workload;

import io.interleave.task.Channel;
import io.interleave.task.Machine;
import io.interleave.task.Worker;

/** {@link FanIn} in its async form: the one is the last task. */
public final class AsyncFanIn extends AsyncRun {
  private final long messages;
  private final long each;
  private final Channel<Long> channel;

  /** One round of {@code fanIn}; nothing is started yet. */
  public AsyncFanIn(FanIn fanIn, Machine machine) {
    super(machine, fanIn.tasks(), false);
    messages = fanIn.deliveries();
    each = messages / (tasks - 1);
    channel = new Channel<>((int) fanIn.values().number("capacity"));
  }

  @Override
  Gated task(int i) {
    return i < tasks - 1 ? new Sender(i) : new Receiver();
  }

  private final class Sender extends Gated {
    private final Port<Long> port = new Port<>(channel, this);
    private final long first;
    private long i;

    Sender(int a) {
      first = a * each;
    }

    @Override
    boolean works(Worker worker) {
      while (i < each) {
        if (!port.send(first + i, worker)) {
          return false;
        }
        i++;
        if (givesWay(worker)) {
          return false;
        }
      }
      return true;
    }
  }

  private final class Receiver extends Gated {
    private final Port<Long> port = new Port<>(channel, this);

    @Override
    boolean works(Worker worker) {
      while (count() < messages) {
        Long v = port.receive(worker);
        if (v == null) {
          return false;
        }
        sum += SplitMix.mix(v);
        counted();
        if (givesWay(worker)) {
          return false;
        }
      }
      return true;
    }
  }
}
