package io.interleave.workload;

import static io.interleave.workload.SplitMix.GAMMA;
import static io.interleave.workload.SplitMix.mix;
import static java.util.Objects.requireNonNull;

import io.interleave.task.Message;
import org.jspecify.annotations.Nullable;

/**
 * What hops. One task owns it at a time; a mailbox's hand-over makes its plain fields visible to
 * the next.
 */
public final class MeshToken extends Message {
  /** This hop's random number, computed by its sender. */
  long z;

  /** When its sender let go of it; only where the hop is recorded. */
  long stamp;

  long @Nullable [] payload;

  /** Null where nothing is recorded. */
  final @Nullable MeshTrace trace;

  private long state;
  private long left;

  /** The uncounted message, which an actor acknowledges when it starts. */
  public MeshToken() {
    this(0, 0, null);
  }

  MeshToken(long state, long left, @Nullable MeshTrace trace) {
    this.state = state;
    this.left = left;
    this.trace = trace;
  }

  /** Whether it has made all its hops. */
  public boolean isRetired() {
    return left == 0;
  }

  /**
   * Open loop: notes when it was meant to start and when it did, both readings of {@link
   * System#nanoTime}; returns the latter.
   */
  public long startedAt(long intended, long started) {
    return requireNonNull(trace).startedAt(intended, started);
  }

  /** Draws the next hop's z. */
  void advance() {
    left--;
    state += GAMMA;
    z = mix(state);
  }

  /** Another object with the same hops to make ({@code message=fresh}). */
  public MeshToken copy() {
    var copy = new MeshToken(state, left, trace);
    copy.z = z;
    copy.stamp = stamp;
    return copy;
  }
}
