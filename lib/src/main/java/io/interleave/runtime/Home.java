package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The project's folder, where the native sources, the recorded runs and what is built are found.
 *
 * @param path the folder with {@code pom.xml} and {@code lib/native}
 */
public record Home(Path path) {
  /**
   * The one named by {@code INTERLEAVE_HOME} (or the property {@code interleave.home}), else the
   * nearest above the working folder, else the one above the library's jar.
   *
   * @throws InvalidInput when there is none
   */
  public static Home find() {
    String named = System.getProperty("interleave.home", System.getenv("INTERLEAVE_HOME"));
    if (named != null) {
      if (!isHome(Path.of(named))) {
        throw new InvalidInput("INTERLEAVE_HOME=" + named + ": no lib/native/CONTRACT.md there");
      }
      return new Home(Path.of(named).toAbsolutePath().normalize());
    }
    return Stream.of(Path.of(""), Classpath.ofLibrary())
        .map(Home::above)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .map(Home::new)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "no Interleave project above this folder: start in one, or set INTERLEAVE_HOME"));
  }

  private static @Nullable Path above(Path start) {
    for (Path p = start.toAbsolutePath().normalize(); p != null; p = p.getParent()) {
      if (isHome(p)) {
        return p;
      }
    }
    return null;
  }

  private static boolean isHome(Path path) {
    return Files.exists(path.resolve("lib/native/CONTRACT.md"));
  }

  /** Sources of the native runtimes, a folder each. */
  public Path natives() {
    return path.resolve("lib/native");
  }

  /** Where what is built from {@code lib/native/name} goes. */
  public Path built(String name) {
    return path.resolve("target/native").resolve(name);
  }

  /** What things cost on which machine, a file a calibration. */
  public Path calibrations() {
    return path.resolve("data/calibration");
  }

  /** Recorded runs, a folder each; {@code INTERLEAVE_RUNS} names another place. */
  public Path runs() {
    String elsewhere = System.getenv("INTERLEAVE_RUNS");
    return elsewhere == null ? path.resolve("data/runs") : path.resolve(elsewhere);
  }
}
