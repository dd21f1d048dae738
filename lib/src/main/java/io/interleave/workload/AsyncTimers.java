package io.interleave.workload;

import io.interleave.task.Machine;
import io.interleave.task.Worker;

/** {@link Timers} in its async form. */
public final class AsyncTimers extends AsyncRun {
  private final long seed;
  private final long spread;

  /** One round of {@code timers}; nothing is started yet. */
  public AsyncTimers(Timers timers, Machine machine) {
    super(machine, timers.tasks(), false, Kind.LATE);
    seed = timers.values().number("seed");
    spread = timers.values().number("spread");
  }

  @Override
  Gated task(int i) {
    return new Sleeper(i);
  }

  private final class Sleeper extends Gated {
    private final int i;
    private boolean asleep;
    private long until;

    Sleeper(int i) {
      this.i = i;
    }

    @Override
    boolean works(Worker worker) {
      long now = machine.now();
      if (!asleep) {
        asleep = true;
        until = now + 1_000 * Long.remainderUnsigned(SplitMix.mix(seed + i), spread);
        now = machine.now();
      }
      if (now < until) {
        machine.wakeAt(until, this);
        return false;
      }
      record(Kind.LATE, i, now - until);
      sum = SplitMix.mix(i);
      counted();
      return true;
    }
  }

  @Override
  public boolean underWay() {
    return false; // it sleeps on purpose, up to a minute
  }
}
