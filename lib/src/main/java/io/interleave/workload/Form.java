package io.interleave.workload;

import io.interleave.task.Machine;
import java.lang.reflect.InvocationTargetException;

/**
 * A workload's two forms, one a colour. Blocking: its tasks are threads, or stackful tasks, that
 * wait within their calls. Async: its tasks are polled, and return where they would wait.
 *
 * <p>A form stands beside the workload's class and spells its name: {@code ActorMesh} has {@code
 * BlockingActorMesh} and {@code AsyncActorMesh}. Each is an {@link Execution} whose constructor
 * takes the workload and what it stands on.
 */
public final class Form {
  private Form() {}

  /**
   * A new execution of the blocking form.
   *
   * @throws InvalidInput when the workload has none
   */
  public static Execution blocking(Workload workload, Threads threads) {
    return of("Blocking", workload, Threads.class, threads);
  }

  /**
   * A new execution of the async form.
   *
   * @throws InvalidInput when the workload has none
   */
  public static Execution async(Workload workload, Machine machine) {
    return of("Async", workload, Machine.class, machine);
  }

  private static <S> Execution of(String colour, Workload workload, Class<S> kind, S stand) {
    Class<?> type = workload.getClass();
    try {
      var form =
          Class.forName(
              type.getPackageName() + "." + colour + type.getSimpleName(),
              true,
              type.getClassLoader());
      return (Execution) form.getConstructor(type, kind).newInstance(workload, stand);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new InvalidInput(
          "%s has no %s form"
              .formatted(workload.name(), colour.toLowerCase(java.util.Locale.ROOT)));
    }
  }
}
