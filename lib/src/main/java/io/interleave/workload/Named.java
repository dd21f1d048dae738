package io.interleave.workload;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is asked for by a name that its class spells: {@code actor-mesh} is {@code ActorMesh}. */
public interface Named {
  /** The name, as the contract, the command line and the files spell it. */
  default String name() {
    return spelled(getClass().getSimpleName());
  }

  /** The name that a class spells: {@code actor-mesh} for {@code ActorMesh}. */
  static String spelled(String className) {
    return className.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The class that spells a name: {@code ActorMesh} for {@code actor-mesh}. */
  static String className(String name) {
    return Arrays.stream(name.split("-"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
