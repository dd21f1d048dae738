package io.interleave.workload;

import io.interleave.task.Machine;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;

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

  /** Why the workload can't be run in its blocking form, if it can't. */
  public static Optional<String> noBlocking(Workload workload) {
    return none("Blocking", workload);
  }

  /** Why the workload can't be run in its async form, if it can't. */
  public static Optional<String> noAsync(Workload workload) {
    return none("Async", workload);
  }

  private static Optional<String> none(String colour, Workload workload) {
    try {
      type(colour, workload);
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "%s has no %s form".formatted(workload.name(), colour.toLowerCase(Locale.ROOT)));
    }
  }

  private static Class<?> type(String colour, Workload workload) throws ClassNotFoundException {
    Class<?> type = workload.getClass();
    return Class.forName(
        type.getPackageName() + "." + colour + type.getSimpleName(), true, type.getClassLoader());
  }

  private static <S> Execution of(String colour, Workload workload, Class<S> kind, S stand) {
    none(colour, workload)
        .ifPresent(
            why -> {
              throw new InvalidInput(why);
            });
    try {
      var form = type(colour, workload).getConstructor(workload.getClass(), kind);
      return (Execution) form.newInstance(workload, stand);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
