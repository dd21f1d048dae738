package io.interleave.workload;

import io.interleave.task.Time;

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
   */
  public abstract long received(MeshToken token);

  /** The hop's work is over: the last reading, once more. */
  public abstract long worked(long reading);

  /** The token is about to leave for its next hop, {@code reading} being the last. */
  abstract void stamp(MeshToken token, long reading);

  static HopClock of(String record, Time time, Drain drain) {
    return switch (record) {
      case "all" -> new EveryHop(time, drain);
      case "64" -> new OneIn64(time, drain);
      case "off" -> new NoHop();
      default -> throw new InvalidInput("record=" + record);
    };
  }

  /**
   * Whether the first token has retired, after which fewer than all are under way and latencies
   * fall.
   */
  interface Drain {
    boolean hasBegun();
  }

  private static void record(MeshToken token, long now, Drain drain) {
    var trace = token.trace;
    if (trace != null) {
      trace.hop(now - token.stamp, drain.hasBegun());
    }
  }

  /** {@code record=off}: no clock is read. */
  private static final class NoHop extends HopClock {
    @Override
    public long received(MeshToken token) {
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
    private final Drain drain;

    EveryHop(Time time, Drain drain) {
      this.time = time;
      this.drain = drain;
    }

    @Override
    public long received(MeshToken token) {
      long now = time.now();
      record(token, now, drain);
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
    private final Drain drain;

    OneIn64(Time time, Drain drain) {
      this.time = time;
      this.drain = drain;
    }

    private static boolean takes(long z) {
      return (z & 0x3f00) == 0;
    }

    @Override
    public long received(MeshToken token) {
      if (takes(token.z)) {
        record(token, time.now(), drain);
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
