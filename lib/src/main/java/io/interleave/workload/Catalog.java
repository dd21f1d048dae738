package io.interleave.workload;

import io.github.classgraph.ClassGraph;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All of a kind: every class that stands in the same package as its interface and has a public
 * constructor without arguments. Writing the class is all it takes to add one.
 *
 * @param <T> the kind
 */
public final class Catalog<T extends Named> {
  private final Class<T> kind;

  private Catalog(Class<T> kind) {
    this.kind = kind;
  }

  /** All of this kind. */
  public static <T extends Named> Catalog<T> of(Class<T> kind) {
    return new Catalog<>(kind);
  }

  /** Each at its defaults, by name. */
  public List<T> all() {
    return classes(kind).stream()
        .map(Catalog::made)
        .sorted(Comparator.comparing(Named::name))
        .toList();
  }

  /** Every class that stands in the same package as an interface and implements it. */
  public static <T> List<Class<T>> classes(Class<T> kind) {
    var graph = new ClassGraph().acceptPackagesNonRecursive(kind.getPackageName());
    graph.overrideClassLoaders(kind.getClassLoader()).ignoreParentClassLoaders();
    try (var scan = graph.scan()) {
      return scan.getClassesImplementing(kind).loadClasses(kind).stream()
          .filter(c -> !Modifier.isAbstract(c.getModifiers()))
          .toList();
    }
  }

  /**
   * The one of this name, at its defaults.
   *
   * @throws InvalidInput when there is none, naming those there are
   */
  public T named(String name) {
    List<T> all = all();
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "no %s '%s': there are %s"
                        .formatted(
                            kind.getSimpleName().toLowerCase(java.util.Locale.ROOT),
                            name,
                            all.stream().map(Named::name).collect(Collectors.joining(", ")))));
  }

  private static <T> T made(Class<T> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no public constructor without arguments", e);
    }
  }
}
