package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The module in lib/spark: Spark's driver for a sweep, in a process and on a class path of its own.
 * Its build fetches Spark, so it is made when it is first asked for.
 */
public final class SparkModule {
  /** What a simulation needs of what the library needs. */
  private static final List<String> NEEDED =
      List.of("HdrHistogram-", "jctools-core-", "jackson-", "classgraph-");

  private final Home home;
  private final Manifest manifest;
  private final Build build;

  /** The one of this project. */
  public SparkModule(Home home) {
    this.home = home;
    manifest = Manifest.read(home.path().resolve("lib/spark/module.json"));
    build = new Build(manifest, home);
  }

  /** Where it is built; with its folder {@code jars} it can serve as SPARK_HOME. */
  public Path folder() {
    return home.built(manifest.name());
  }

  /** Whether it has been built, perhaps from older sources. */
  public boolean isBuilt() {
    return Files.exists(folder().resolve("interleave-spark.jar"));
  }

  /**
   * Builds it if need be.
   *
   * @throws InvalidInput when its toolchain is missing
   * @throws TaskRuntime.BuildFailure when the build fails
   */
  public void prepare() throws IOException, InterruptedException {
    String toolchain =
        build
            .toolchain()
            .orElseThrow(
                () -> new InvalidInput("a sweep on Spark needs %s".formatted(manifest.install())));
    build.run(toolchain);
  }

  /**
   * The command that starts a driver.
   *
   * @param settings Spark's, by their names
   */
  public List<String> command(Map<String, String> settings) {
    var command = new ArrayList<>(build.expand(manifest.run()));
    command.addAll(
        1,
        settings.entrySet().stream()
            .map(s -> "-D%s=%s".formatted(s.getKey(), s.getValue()))
            .toList());
    return command;
  }

  /** The files that an executor elsewhere needs beside Spark's own, separated by commas. */
  public String jars() throws IOException {
    Path target = home.path().resolve("target");
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      return Stream.concat(
              Stream.of(folder().resolve("interleave-spark.jar"), target.resolve("interleave.jar")),
              libraries
                  .filter(jar -> NEEDED.stream().anyMatch((jar.getFileName() + "")::startsWith))
                  .sorted())
          .map(Path::toString)
          .collect(Collectors.joining(","));
    }
  }
}
