package io.interleave.workload;

import io.interleave.task.Time;
import io.interleave.task.Worker;
import org.jspecify.annotations.Nullable;

/**
 * When a hop reads the clock, and what of it is recorded. Made for one round and shared by its
 * actors; a process that runs one trial loads one kind only and has one machine, so the calls cost
 * nothing, and a reading is {@link System#nanoTime} itself on a live one.
 */
public abstract sealed class HopClock {
  private HopClock() {}

  /**
   * A token was received: records its latency. Returns the reading, or anything when there was
   * none.
   *
   * @param by the worker that polls the receiver, and keeps a record of its own; null where tasks
   *     don't know it
   */
  public abstract long received(MeshToken token, @Nullable Worker by);

  /** The same where tasks don't know who runs them. */
  public final long received(MeshToken token) {
    return received(token, null);
  }

  /** The hop's work is over: the last reading, once more. */
  public abstract long worked(long reading);

  /** The token is about to leave for its next hop, {@code reading} being the last. */
  abstract void stamp(MeshToken token, long reading);

  static HopClock of(String record, Time time, Hops hops) {
    return switch (record) {
      case "all" -> new EveryHop(time, hops);
      case "64" -> new OneIn64(time, hops);
      case "off" -> new NoHop();
      default -> throw new InvalidInput("record=" + record);
    };
  }

  /** Where latencies go. */
  interface Hops {
    void record(MeshToken token, long ns, @Nullable Worker by);
  }

  /** {@code record=off}: no clock is read. */
  private static final class NoHop extends HopClock {
    @Override
    public long received(MeshToken token, @Nullable Worker by) {
      return 0;
    }

    @Override
    public long worked(long reading) {
      return 0;
    }

    @Override
    void stamp(MeshToken token, long reading) {}
  }

  /** {@code record=all}: one reading a hop, a second one where it worked. */
  private static final class EveryHop extends HopClock {
    private final Time time;
    private final Hops hops;

    EveryHop(Time time, Hops hops) {
      this.time = time;
      this.hops = hops;
    }

    @Override
    public long received(MeshToken token, @Nullable Worker by) {
      long now = time.now();
      hops.record(token, now - token.stamp, by);
      return now;
    }

    @Override
    public long worked(long reading) {
      return time.now();
    }

    @Override
    void stamp(MeshToken token, long reading) {
      token.stamp = reading;
    }
  }

  /**
   * {@code record=64}: two readings for the hops whose z has six certain bits zero, none for the
   * others.
   */
  private static final class OneIn64 extends HopClock {
    private final Time time;
    private final Hops hops;

    OneIn64(Time time, Hops hops) {
      this.time = time;
      this.hops = hops;
    }

    private static boolean takes(long z) {
      return (z & 0x3f00) == 0;
    }

    @Override
    public long received(MeshToken token, @Nullable Worker by) {
      if (takes(token.z)) {
        hops.record(token, time.now() - token.stamp, by);
      }
      return 0;
    }

    @Override
    public long worked(long reading) {
      return 0;
    }

    @Override
    void stamp(MeshToken token, long reading) {
      if (takes(token.z)) {
        token.stamp = time.now();
      }
    }
  }
}
