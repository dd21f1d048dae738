package io.interleave.workload;

import static io.interleave.workload.SplitMix.GAMMA;
import static io.interleave.workload.SplitMix.mix;

import io.interleave.task.Message;
import org.jspecify.annotations.Nullable;

/**
 * What hops. One task owns it at a time; a mailbox's hand-over makes its plain fields visible to
 * the next.
 */
final class MeshToken extends Message {
  /** This hop's random number, computed by its sender. */
  long z;

  /** When its sender let go of it; only where the hop is recorded. */
  long stamp;

  long @Nullable [] payload;

  /** Null where nothing is recorded. */
  final @Nullable MeshTrace trace;

  private long state;
  private long left;

  MeshToken(long state, long left, @Nullable MeshTrace trace) {
    this.state = state;
    this.left = left;
    this.trace = trace;
  }

  boolean isRetired() {
    return left == 0;
  }

  /** Draws the next hop's z. */
  void advance() {
    left--;
    state += GAMMA;
    z = mix(state);
  }

  /** Another object with the same hops to make ({@code message=fresh}). */
  MeshToken copy() {
    var copy = new MeshToken(state, left, trace);
    copy.z = z;
    copy.stamp = stamp;
    return copy;
  }
}
