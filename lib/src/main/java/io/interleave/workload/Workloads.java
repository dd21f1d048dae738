package io.interleave.workload;

import io.github.classgraph.ClassGraph;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All workloads of this package: a class is all it takes to add one. */
public final class Workloads {
  private Workloads() {}

  /** Each at its defaults, by name. */
  public static List<Workload> all() {
    var graph = new ClassGraph().acceptPackagesNonRecursive(Workload.class.getPackageName());
    graph.overrideClassLoaders(Workload.class.getClassLoader()).ignoreParentClassLoaders();
    try (var scan = graph.scan()) {
      return scan.getClassesImplementing(Workload.class).loadClasses(Workload.class).stream()
          .filter(c -> !Modifier.isAbstract(c.getModifiers()))
          .map(Workloads::made)
          .sorted(Comparator.comparing(Workload::name))
          .toList();
    }
  }

  /**
   * The workload of this name at its defaults.
   *
   * @throws InvalidInput when there is none, naming those there are
   */
  public static Workload named(String name) {
    List<Workload> all = all();
    return all.stream()
        .filter(w -> w.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "no workload '%s': there are %s"
                        .formatted(
                            name,
                            all.stream().map(Workload::name).collect(Collectors.joining(", ")))));
  }

  private static Workload made(Class<Workload> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no public constructor without arguments", e);
    }
  }
}
