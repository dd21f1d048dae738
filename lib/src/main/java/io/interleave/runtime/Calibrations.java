package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded calibrations of this project. */
public final class Calibrations {
  private Calibrations() {}

  /**
   * The one that ended last.
   *
   * @throws InvalidInput when there is none
   */
  public static Path newest() {
    Path folder = Home.find().calibrations();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        var newest =
            files
                .filter(f -> f.toString().endsWith(".json"))
                .max(Comparator.comparing((Path f) -> about(f).path("ended").asString("")));
        if (newest.isPresent()) {
          return newest.get();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new InvalidInput(
        "costs=%s: there is no calibration yet: run 'interleave calibrate'"
            .formatted(Simulation.THIS_MACHINE));
  }

  /** Whether there is one. */
  public static boolean any() {
    Path folder = Home.find().calibrations();
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
      return files.anyMatch(f -> f.toString().endsWith(".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Which benchmarks a number of these costs was taken from; empty where nothing is said.
   *
   * @param costs as {@link Simulation#costs} takes them
   */
  public static String source(String costs, String number) {
    String name = costs.split(",")[0];
    Path file = name.equals(Simulation.THIS_MACHINE) ? newest() : Path.of(name);
    if (!Files.isRegularFile(file)) {
      return "";
    }
    var about = about(file);
    String from = about.path("sources").path(number).path("from").asString("");
    return from.isEmpty() ? about.path("not_measured").path(number).asString("") : from;
  }

  /** What a file says of itself; a missing node for one that says nothing. */
  static JsonNode about(Path file) {
    return JsonMapper.shared().readTree(file).path("about");
  }

  /**
   * Which processor the costs of this name were measured on; empty for presets and files that don't
   * say.
   */
  public static Optional<String> processor(String costs) {
    String name = costs.split(",")[0];
    Path file = name.equals(Simulation.THIS_MACHINE) ? newest() : Path.of(name);
    return Files.isRegularFile(file)
        ? Optional.of(about(file).path("host").path("cpu").asString("")).filter(c -> !c.isEmpty())
        : Optional.empty();
  }
}
