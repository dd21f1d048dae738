package io.interleave.runtime;

import io.interleave.policy.Constant;
import io.interleave.policy.Policy;
import io.interleave.workload.Catalog;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Named;
import io.interleave.workload.Parameter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All scheduling policies by name: {@code thread-per-core} is {@code ThreadPerCorePolicy}. Writing
 * the class is all it takes to add one; its constants are settings of the runtimes that have it.
 */
public final class Policies {
  private static final String SUFFIX = "Policy";

  private Policies() {}

  /** A scan of the class path: a fork, which is told what to run, needs none. */
  public static List<String> names() {
    return Catalog.classes(Policy.class).stream()
        .map(Class::getSimpleName)
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> Named.spelled(name.substring(0, name.length() - SUFFIX.length())))
        .sorted()
        .toList();
  }

  /** What is known of a policy that was given as source, for the notes. */
  static Optional<String> source(String name) {
    return Optional.ofNullable(System.getProperty(PolicySource.PROPERTY + name + ".source"));
  }

  private static Class<?> type(String name) {
    String given = System.getProperty(PolicySource.PROPERTY + name);
    var type = Policy.class.getPackageName() + "." + Named.className(name) + SUFFIX;
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
  public static Policy<?> make(String name, Map<String, String> settings) {
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
