package io.interleave.workload;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a token that only recording needs: in the open loop when it started; and where tasks
 * don't know who runs them, a small buffer of latencies, emptied into one of a few histograms.
 *
 * <p>It travels with the token, not with the actor: there are fewer tokens than actors, and a
 * token's memory has to come to this processor anyway, where an actor's buffer would be one more
 * cold line a hop. (On our own machine the worker has a histogram, and no hop touches this.)
 */
final class MeshTrace {
  /** Kinds of latency; their names are the contract's, in lower case. */
  enum Kind {
    HOP,
    HOP_DRAIN,
    TOKEN,
    TOKEN_UNCORRECTED,
    PACER_LATE;

    static Kind ofHop(boolean draining) {
      return draining ? HOP_DRAIN : HOP;
    }
  }

  /** The kinds that a round of this plan records. */
  static Set<Kind> kindsOf(MeshPlan plan) {
    var kinds = EnumSet.noneOf(Kind.class);
    if (!plan.record.equals("off")) {
      kinds.addAll(plan.openLoop ? Set.of(Kind.HOP) : Set.of(Kind.HOP, Kind.HOP_DRAIN));
    }
    if (plan.openLoop) {
      kinds.addAll(Set.of(Kind.TOKEN, Kind.TOKEN_UNCORRECTED, Kind.PACER_LATE));
    }
    return kinds;
  }

  private static final int BUFFERED = 24; // one lock in 24 recordings

  private long intended; // open loop: clock readings, when the token was meant to start

  private long started; // and when it did

  private long @Nullable [] hops; // latency·2, and 1 more when it belongs to the drain
  private final Latencies.Shard<Kind> shard;
  private int size;

  MeshTrace(Latencies<Kind> latencies, long token) {
    shard = latencies.shard(token);
  }

  /** Open loop: when the token was meant to start, and when it did, which is returned. */
  long startedAt(long intended, long started) {
    this.intended = intended;
    this.started = started;
    return started;
  }

  void hop(long ns, boolean draining) {
    var hops = this.hops == null ? this.hops = new long[BUFFERED] : this.hops;
    hops[size++] = ns << 1 | (draining ? 1 : 0);
    if (size == BUFFERED) {
      synchronized (shard) {
        empty();
      }
    }
  }

  /** The token's last hop is over. */
  void retire() {
    synchronized (shard) {
      empty();
    }
  }

  /** Open loop: the same, with the token's own latencies. */
  void retire(long now) {
    synchronized (shard) {
      empty();
      shard.record(Kind.TOKEN, now - intended);
      shard.record(Kind.TOKEN_UNCORRECTED, now - started);
      shard.record(Kind.PACER_LATE, started - intended);
    }
  }

  private void empty() {
    for (int i = 0; i < size && hops != null; i++) {
      shard.record(Kind.ofHop((hops[i] & 1) == 1), hops[i] >> 1);
    }
    size = 0;
  }
}
