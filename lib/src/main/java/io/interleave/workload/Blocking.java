package io.interleave.workload;

import java.lang.reflect.InvocationTargetException;

/**
 * The blocking form of a workload: its tasks are threads that wait. It stands beside the workload's
 * class and spells its name: {@code ActorMesh} has {@code BlockingActorMesh}, an {@link Execution}
 * whose constructor takes the workload and the {@link Threads}.
 */
public final class Blocking {
  private Blocking() {}

  /**
   * A new execution of {@code workload}.
   *
   * @throws InvalidInput when it has no blocking form
   */
  public static Execution form(Workload workload, Threads threads) {
    Class<?> type = workload.getClass();
    try {
      var form =
          Class.forName(
              type.getPackageName() + ".Blocking" + type.getSimpleName(),
              true,
              type.getClassLoader());
      return (Execution) form.getConstructor(type, Threads.class).newInstance(workload, threads);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new InvalidInput(
          "%s has no blocking form, so threads can't run it".formatted(workload.name()));
    }
  }
}
