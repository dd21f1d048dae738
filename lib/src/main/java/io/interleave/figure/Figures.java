package io.interleave.figure;

import io.github.classgraph.ClassGraph;
import io.interleave.workload.InvalidInput;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All figures of this package: a class is all it takes to add one. */
public final class Figures {
  private Figures() {}

  /** Each in its usual form, by name. */
  public static List<Figure> all() {
    var graph = new ClassGraph().acceptPackagesNonRecursive(Figure.class.getPackageName());
    graph.overrideClassLoaders(Figure.class.getClassLoader()).ignoreParentClassLoaders();
    try (var scan = graph.scan()) {
      return scan.getClassesImplementing(Figure.class).loadClasses(Figure.class).stream()
          .filter(c -> !Modifier.isAbstract(c.getModifiers()))
          .map(Figures::made)
          .sorted(Comparator.comparing(Figure::name))
          .toList();
    }
  }

  /**
   * The figure of this name.
   *
   * @throws InvalidInput when there is none, naming those there are
   */
  public static Figure named(String name) {
    List<Figure> all = all();
    return all.stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "no figure '%s': there are %s"
                        .formatted(
                            name,
                            all.stream().map(Figure::name).collect(Collectors.joining(", ")))));
  }

  private static Figure made(Class<Figure> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no public constructor without arguments", e);
    }
  }
}
