package io.interleave.workload;

import io.interleave.task.Channel;
import io.interleave.task.Machine;
import io.interleave.task.Worker;
import java.util.ArrayList;
import java.util.List;

/** {@link Ring} in its async form. */
public final class AsyncRing extends AsyncRun {
  private final long hops;
  private final List<Channel<Long>> channels = new ArrayList<>();

  /** One round of {@code ring}; nothing is started yet. */
  public AsyncRing(Ring ring, Machine machine) {
    super(machine, ring.tasks(), false);
    hops = ring.deliveries();
    for (int i = 0; i < tasks; i++) {
      channels.add(new Channel<>(1));
    }
  }

  @Override
  Gated task(int i) {
    return new Member(i);
  }

  private final class Member extends Gated {
    private final int i;
    private final Port<Long> in;
    private final Port<Long> out;
    private long h; // the next hop that it hears
    private long leaving; // 0: none

    Member(int i) {
      this.i = i;
      in = new Port<>(channels.get(i), this);
      out = new Port<>(channels.get((i + 1) % tasks), this);
      h = i == 0 ? tasks : i;
      leaving = i == 0 ? 1 : 0; // task 0 has hop 0: it makes the token
    }

    @Override
    boolean works(Worker worker) {
      while (leaving > 0 || h <= hops) {
        if (!(leaving > 0 ? leaves(worker) : arrives(worker)) || givesWay(worker)) {
          return false;
        }
      }
      return true;
    }

    private boolean leaves(Worker worker) {
      boolean sent = out.send(leaving, worker);
      leaving = sent ? 0 : leaving;
      return sent;
    }

    private boolean arrives(Worker worker) {
      Long token = in.receive(worker);
      if (token == null) {
        return false;
      }
      sum += SplitMix.mix(token ^ i);
      counted();
      h += tasks;
      leaving = token < hops ? token + 1 : 0;
      return true;
    }
  }
}
