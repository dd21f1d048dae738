package io.interleave.runtime;

import io.interleave.workload.Execution;
import io.interleave.workload.InvalidInput;
import io.interleave.workload.Meter;
import io.interleave.workload.Named;
import io.interleave.workload.Workload;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * A runtime that lives in a forked JVM: what {@link ForkMain} asks.
 *
 * <p>Its class spells its name and stands in this package: {@code jdk-virtual} is {@code
 * JdkVirtualProgram}. What follows a colon is its variant: {@code live:go/stackful} would be a
 * {@code LiveProgram} of variant {@code go/stackful}. Its public constructor takes the variant
 * (empty when there is none) and the settings of the request.
 */
public interface Program {
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
    int colon = name.indexOf(':');
    var kind = colon < 0 ? name : name.substring(0, colon);
    var variant = colon < 0 ? "" : name.substring(colon + 1);
    var type = Named.className(kind) + "Program";
    try {
      return (Program)
          Class.forName(Program.class.getPackageName() + "." + type)
              .getConstructor(String.class, Map.class)
              .newInstance(variant, settings);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InvalidInput("no runtime '%s' in this JVM".formatted(name));
    }
  }
}
