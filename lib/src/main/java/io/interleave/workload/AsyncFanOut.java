package io.interleave.workload;

import io.interleave.task.Channel;
import io.interleave.task.Machine;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;

/** {@link FanOut} in its async form: the one is the last task. */
public final class AsyncFanOut extends AsyncRun {
  private final long messages;
  private final int n;
  private final List<Channel<Long>> channels = new ArrayList<>();

  /** One round of {@code fanOut}; nothing is started yet. */
  public AsyncFanOut(FanOut fanOut, Machine machine) {
    super(machine, fanOut.tasks(), false);
    messages = fanOut.deliveries();
    n = tasks - 1;
    for (int i = 0; i < n; i++) {
      channels.add(new Channel<>((int) fanOut.values().number("capacity")));
    }
  }

  @Override
  Gated task(int i) {
    return i < n ? new Receiver(channels.get(i)) : new Sender();
  }

  private final class Sender extends Gated {
    private final List<Port<Long>> ports =
        channels.stream().map(channel -> new Port<>(channel, this)).toList();
    private long v;

    @Override
    boolean works(Worker worker) {
      while (v < messages) {
        if (!ports.get((int) (v % n)).send(v, worker)) {
          return false;
        }
        v++;
        if (givesWay(worker)) {
          return false;
        }
      }
      return true;
    }
  }

  private final class Receiver extends Gated {
    private final Port<Long> port;

    Receiver(Channel<Long> channel) {
      port = new Port<>(channel, this);
    }

    @Override
    boolean works(Worker worker) {
      while (count() < messages / n) {
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
