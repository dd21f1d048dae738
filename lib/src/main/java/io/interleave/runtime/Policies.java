package io.interleave.runtime;

import io.github.classgraph.ClassGraph;
import io.interleave.policy.Constant;
import io.interleave.policy.Policy;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Parameter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All scheduling policies by name: {@code thread-per-core} is {@code ThreadPerCorePolicy}. Writing
 * the class is all it takes to add one; its constants are settings of the runtimes that have it.
 */
final class Policies {
  private static final String SUFFIX = "Policy";
  private static final List<String> NAMES = scanned();

  private Policies() {}

  static List<String> names() {
    return NAMES;
  }

  private static List<String> scanned() {
    var graph = new ClassGraph().acceptPackagesNonRecursive(Policy.class.getPackageName());
    graph.overrideClassLoaders(Policy.class.getClassLoader()).ignoreParentClassLoaders();
    try (var scan = graph.scan()) {
      return scan.getClassesImplementing(Policy.class).getNames().stream()
          .map(name -> name.substring(name.lastIndexOf('.') + 1))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .map(name -> name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT))
          .sorted()
          .toList();
    }
  }

  /** What is known of a policy that was given as source, for the notes. */
  static Optional<String> source(String name) {
    return Optional.ofNullable(System.getProperty(PolicySource.PROPERTY + name + ".source"));
  }

  private static Class<?> type(String name) {
    String given = System.getProperty(PolicySource.PROPERTY + name);
    var type =
        Arrays.stream(name.split("-"))
            .filter(word -> !word.isEmpty())
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining("", Policy.class.getPackageName() + ".", SUFFIX));
    try {
      return Class.forName(given == null ? type : given);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new InvalidInput(
          "no policy '%s': there are %s".formatted(name, String.join(", ", names())));
    }
  }

  /**
   * The nested record of a policy's constants at the real scheduler's own; null when it has none.
   */
  private static @org.jspecify.annotations.Nullable Record defaults(Class<?> policy) {
    try {
      return (Record)
          Class.forName(policy.getName() + "$Constants", true, policy.getClassLoader())
              .getField("DEFAULT")
              .get(null);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(policy + ": Constants.DEFAULT", e);
    }
  }

  /** A policy's constants as settings. */
  static List<Parameter> constants(String name) {
    return constants(name, type(name));
  }

  static List<Parameter> constants(String name, Class<?> policy) {
    var settings = new ArrayList<Parameter>();
    var defaults = defaults(policy);
    if (defaults != null) {
      for (RecordComponent component : defaults.getClass().getRecordComponents()) {
        settings.add(setting(name, component, defaults));
      }
    }
    return settings;
  }

  private static Parameter setting(String policy, RecordComponent component, Record defaults) {
    try {
      var value = component.getAccessor().invoke(defaults);
      var about = "a constant of the policy %s".formatted(policy);
      return value instanceof Boolean yes
          ? Parameter.choice(
              component.getName(), List.of(yes.toString(), Boolean.toString(!yes)), about)
          : Parameter.integer(
              component.getName(), ((Number) value).longValue(), 0, 1L << 40, about);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A new policy, with what {@code settings} say of its constants.
   *
   * @throws InvalidInput when there is none of this name, or it refuses a constant
   */
  static Policy<?> make(String name, Map<String, String> settings) {
    Class<?> type = type(name);
    Record constants = defaults(type);
    try {
      if (constants == null) {
        return (Policy<?>) type.getConstructor().newInstance();
      }
      for (RecordComponent component : constants.getClass().getRecordComponents()) {
        String given = settings.get(component.getName());
        constants =
            given == null ? constants : Constant.with(constants, component.getName(), given);
      }
      return (Policy<?>) type.getConstructor(constants.getClass()).newInstance(constants);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput(String.valueOf(e.getMessage()));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
