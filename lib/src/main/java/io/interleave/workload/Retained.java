package io.interleave.workload;

import org.jspecify.annotations.Nullable;

/** The last payloads that an actor received: the part of the live heap that it keeps. */
public final class Retained {
  private final long[] @Nullable [] payloads;
  private int oldest;

  /** With room for {@code size} of them, at least 1. */
  Retained(int size) {
    payloads = new long[size][];
  }

  /** None when the plan retains nothing. */
  public static @Nullable Retained of(MeshPlan plan) {
    return plan.retain == 0 ? null : new Retained(plan.retain);
  }

  /** Keeps a received token's payload, in the place of the oldest. */
  public void keep(MeshToken token) {
    if (token.payload != null) {
      payloads[oldest] = token.payload;
      oldest = oldest + 1 == payloads.length ? 0 : oldest + 1;
    }
  }
}
