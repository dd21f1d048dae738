package io.interleave.jmh;

import io.interleave.policy.FifoPolicy;
import io.interleave.policy.ForkJoinPolicy;
import io.interleave.policy.GoPolicy;
import io.interleave.policy.Policy;
import io.interleave.policy.SmolPolicy;
import io.interleave.policy.ThreadPerCorePolicy;
import io.interleave.policy.TokioPolicy;

/** The policies as values of the parameter {@code policy}. */
final class Named {
  private Named() {}

  static Policy<?> policy(String name) {
    return switch (name) {
      case "go" -> new GoPolicy();
      case "tokio" -> new TokioPolicy();
      case "smol" -> new SmolPolicy();
      case "fork-join" -> new ForkJoinPolicy();
      case "thread-per-core" -> new ThreadPerCorePolicy();
      case "fifo" -> new FifoPolicy();
      default -> throw new IllegalArgumentException("no policy '%s'".formatted(name));
    };
  }
}
