package io.interleave.workload;

import static io.interleave.workload.SplitMix.GAMMA;
import static io.interleave.workload.SplitMix.mix;
import static io.interleave.workload.SplitMix.mixed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@link ActorMesh} unpacked for a hop, and the arithmetic that every form of it
 * shares.
 */
public final class MeshPlan {
  /** How many actors there are. */
  public final int actors;

  /** The most messages that a mailbox holds; 0 = unbounded. */
  public final int mailbox;

  /** Whether every hop makes another token object. */
  public final boolean fresh;

  /** Whether tokens start at given times. */
  public final boolean openLoop;

  final int retain;
  final long tokens;
  final long deliveries;
  final String record;
  private final int words;
  private final long work;
  private final boolean tail;
  private final long skew;
  private final long hops;
  private final long rate;
  private final long seed;

  MeshPlan(ActorMesh mesh) {
    mesh.check();
    Values values = mesh.values();
    actors = Math.toIntExact(values.number("actors"));
    mailbox = Math.toIntExact(values.number("mailbox"));
    retain = values.number("payload") == 0 ? 0 : Math.toIntExact(values.number("retain"));
    fresh = values.text("message").equals("fresh");
    openLoop = mesh.openLoop();
    tokens = mesh.tokens();
    record = values.text("record");
    deliveries = mesh.deliveries();
    words = Math.toIntExact(values.number("payload") / 8);
    work = values.number("work");
    tail = values.number("tail") == 1;
    skew = values.number("skew");
    hops = values.number("hops");
    rate = values.number("rate");
    seed = values.number("seed");
  }

  /** Token k before its first hop. */
  MeshToken token(long k, @Nullable MeshTrace trace) {
    long length = deliveries / tokens + (k < deliveries % tokens ? 1 : 0);
    return new MeshToken(mix(seed + (k + 1) * GAMMA), length, trace);
  }

  /**
   * How many of the tokens have a hop to make: not all when there are more of them than messages.
   */
  public long sent() {
    return Math.min(tokens, deliveries);
  }

  int destination(long z) {
    long n = (z & 255) < skew ? Math.max(1, actors / 100) : actors;
    return (int) (((z >>> 32) * n) >>> 32);
  }

  /** Whether a hop has work to do, whose end is one more reading of the clock. */
  public boolean works() {
    return work > 0;
  }

  /** Whether hops carry something. */
  boolean payload() {
    return words > 0;
  }

  /** Bytes that a hop carries. */
  long payloadBytes() {
    return 8L * words;
  }

  /** Rounds of mix of the hop with this z, as work. */
  long rounds(long z) {
    return tail ? work << Long.numberOfTrailingZeros((z >>> 16) | 1 << 12) : work;
  }

  /** What a token adds to the sum of actor {@code self}, the hop's work included. */
  public long sumOf(MeshToken token, int self) {
    long sum = mix(token.z ^ self);
    if (token.payload != null) {
      for (long word : token.payload) {
        sum += word;
      }
    }
    return work > 0 ? sum + worked(token.z) : sum;
  }

  private long worked(long z) {
    return mixed(z, rounds(z));
  }

  /** What a hop carries; null when nothing. */
  long @Nullable [] payload(long z) {
    if (words == 0) {
      return null;
    }
    var payload = new long[words];
    Arrays.fill(payload, z);
    return payload;
  }

  /** Open loop: nanoseconds from the clock's start at which each token is meant to start. */
  long[] schedule() {
    var starts = new long[Math.toIntExact(tokens)];
    double at = 0;
    for (int k = 0; k < starts.length; k++) {
      double u = ((mix(seed ^ (k + 1) * GAMMA) >>> 11) + 0.5) * 0x1p-53;
      at += -StrictMath.log(u) * hops / rate;
      starts[k] = Math.round(at * 1e9);
    }
    return starts;
  }

  /** Messages a second that the schedule offers: all of them by its last start. */
  double offeredPerSecond(long[] schedule) {
    return deliveries * 1e9 / Math.max(1, schedule[schedule.length - 1]);
  }
}
