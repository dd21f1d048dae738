package io.interleave.workload;

import java.util.Locale;

/** What is asked for by a name that its class spells: {@code actor-mesh} is {@code ActorMesh}. */
public interface Named {
  /** The name, as the contract, the command line and the files spell it. */
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
