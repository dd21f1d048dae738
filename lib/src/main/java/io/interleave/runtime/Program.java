package io.interleave.runtime;

import io.interleave.workload.Execution;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import io.interleave.workload.Named;
import io.interleave.workload.Workload;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;

/**
 * A runtime that lives in a forked JVM: what {@link ForkMain} asks.
 *
 * <p>Its class spells its name and stands in this package: {@code jdk-virtual} is {@code
 * JdkVirtualProgram}. What follows a colon is its variant: {@code live:go/stackful} would be a
 * {@code LiveProgram} of variant {@code go/stackful}. Its public constructor takes the variant
 * (empty when there is none) and the settings of the request.
 *
 * <p>One that stands elsewhere (a folder under lib/native with a build of its own) is named by its
 * class instead; its public constructor takes the settings alone.
 */
public interface Program {
  /** Versions of what runs the tasks: the JVM's, unless it says more. */
  default String version() {
    return "Java %s (%s)".formatted(Runtime.version(), System.getProperty("java.vm.name"));
  }

  /** Workers that run tasks. */
  int workers();

  /** What a reader must know to judge the numbers, beside what holds for every forked JVM. */
  Map<String, String> notes();

  /**
   * A new execution, for one round.
   *
   * @throws InvalidInput when this runtime can't run it
   */
  Execution execution(Workload workload);

  /** What is read before and after each round: what the process uses, unless it says more. */
  default Meter meter() {
    return new ProcessMeter();
  }

  /**
   * The program of a runtime's name.
   *
   * @throws InvalidInput when there is none, or it refuses the settings
   */
  static Program named(String name, Map<String, String> settings) {
    Collectors.check(settings.get("gc"));
    int colon = name.indexOf(':');
    var kind = colon < 0 ? name : name.substring(0, colon);
    var variant = colon < 0 ? "" : name.substring(colon + 1);
    var type = Program.class.getPackageName() + "." + Named.className(kind) + "Program";
    return made(type, new Class<?>[] {String.class, Map.class}, variant, settings)
        .orElseThrow(() -> new InvalidInput("no runtime '%s' in this JVM".formatted(name)));
  }

  /**
   * The program of a class that stands elsewhere.
   *
   * @throws InvalidInput when there is none, or it refuses the settings
   */
  static Program ofClass(String type, Map<String, String> settings) {
    Collectors.check(settings.get("gc"));
    return made(type, new Class<?>[] {Map.class}, settings)
        .orElseThrow(() -> new InvalidInput("no program '%s' in this JVM".formatted(type)));
  }

  private static Optional<Program> made(String type, Class<?>[] parameters, Object... arguments) {
    try {
      return Optional.of(
          (Program) Class.forName(type).getConstructor(parameters).newInstance(arguments));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      return Optional.empty();
    }
  }
}
