package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All runtimes: every folder with a {@code runtime.json}, the JDK's own threads, and the live and
 * the simulated machine with every policy and representation; the latter is listed with two cores,
 * and can be asked for with any number. A folder, or a policy's class, is all it takes to add one.
 *
 * @param all each of them, here or missing, native ones first
 */
public record Runtimes(List<TaskRuntime> all) {
  /** Those of this project. */
  public static Runtimes of(Home home) {
    return in(home, home.natives());
  }

  /** Those of a project, with native ones from {@code folder} instead of its own. */
  public static Runtimes in(Home home, Path folder) {
    var all = new ArrayList<TaskRuntime>();
    try (Stream<Path> folders = Files.list(folder)) {
      folders
          .filter(f -> Files.exists(f.resolve("runtime.json")))
          .sorted()
          .forEach(f -> all.add(new NativeRuntime(f, home)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var library = CLibrary.of(home);
    all.add(JvmRuntime.platformThreads(library));
    all.add(JvmRuntime.virtualThreads(library));
    for (String policy : Policies.names()) {
      for (var representation : Representation.values()) {
        all.add(JvmRuntime.live(policy, representation));
      }
      for (var representation : Simulation.REPRESENTATIONS) {
        all.add(JvmRuntime.simulated(policy, representation, 2)); // and any other number of cores
      }
    }
    return new Runtimes(List.copyOf(all));
  }

  /** These and the live machine with one policy more; it takes the place of one of its name. */
  public Runtimes with(PolicySource policy) {
    var more =
        Stream.of(Representation.values())
            .<TaskRuntime>map(r -> JvmRuntime.live(policy, r))
            .toList();
    var names = more.stream().map(TaskRuntime::name).toList();
    return new Runtimes(
        Stream.concat(all.stream().filter(r -> !names.contains(r.name())), more.stream()).toList());
  }

  /**
   * The runtime of this name, whether it is here or missing.
   *
   * @throws InvalidInput when there is none, naming those there are
   */
  public TaskRuntime named(String name) {
    if (name.startsWith(Simulation.PREFIX)) {
      return Simulation.runtime(name);
    }
    return all.stream()
        .filter(r -> r.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "no runtime '%s': there are %s"
                        .formatted(
                            name,
                            all.stream()
                                .map(TaskRuntime::name)
                                .collect(Collectors.joining(", ")))));
  }
}
