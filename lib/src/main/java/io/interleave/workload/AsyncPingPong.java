package io.interleave.workload;

import io.interleave.task.Channel;
import io.interleave.task.Machine;
import io.interleave.task.Worker;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link PingPong} in its async form. */
public final class AsyncPingPong extends AsyncRun {
  private record Pair(Channel<Long> to, Channel<Long> fro) {}

  private final long rounds;
  private final Pair[] pairs;

  /** One round of {@code pingPong}; nothing is started yet. */
  public AsyncPingPong(PingPong pingPong, Machine machine) {
    super(machine, pingPong.tasks(), false);
    rounds = pingPong.values().number("rounds");
    pairs =
        IntStream.range(0, tasks / 2)
            .mapToObj(p -> new Pair(new Channel<>(1), new Channel<>(1)))
            .toArray(Pair[]::new);
  }

  @Override
  Gated task(int i) {
    return i % 2 == 0 ? new First(i / 2) : new Second(pairs[i / 2]);
  }

  /** Sends, or waits for what comes back. */
  private final class First extends Gated {
    private final int p;
    private final Port<Long> to;
    private final Port<Long> fro;
    private boolean sent;
    private long r;

    First(int p) {
      this.p = p;
      to = new Port<>(pairs[p].to, this);
      fro = new Port<>(pairs[p].fro, this);
    }

    @Override
    boolean works(Worker worker) {
      while (r < rounds) {
        boolean went = sent ? fro.receive(worker) != null : to.send(p * rounds + r, worker);
        if (!went) {
          return false;
        }
        if (sent) {
          r++;
          counted();
        }
        sent = !sent;
        if (givesWay(worker)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Waits for a message, or sends it back. */
  private final class Second extends Gated {
    private final Port<Long> to;
    private final Port<Long> fro;
    private @Nullable Long held;
    private long r;

    Second(Pair pair) {
      to = new Port<>(pair.to, this);
      fro = new Port<>(pair.fro, this);
    }

    @Override
    boolean works(Worker worker) {
      while (r < rounds) {
        if (held == null) {
          held = to.receive(worker);
          if (held == null) {
            return false;
          }
          sum += SplitMix.mix(held);
        } else {
          if (!fro.send(held, worker)) {
            return false;
          }
          held = null;
          r++;
        }
        if (givesWay(worker)) {
          return false;
        }
      }
      return true;
    }
  }
}
