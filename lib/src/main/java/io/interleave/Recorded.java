package io.interleave;

import io.interleave.run.RunFolder;
import io.interleave.table.Results;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The runs that were recorded.
 *
 * @param folder a folder a run
 */
record Recorded(Path folder) {
  /** Oldest first. */
  List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(RunFolder::new)
          .filter(RunFolder::exists)
          .sorted(Comparator.comparing(Recorded::begun))
          .map(RunFolder::name)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String begun(RunFolder run) {
    return run.manifest().path("sessions").path(0).path("started").asString("");
  }

  /** By its name, or by its folder wherever that is. */
  Results named(String name) {
    for (Path path : List.of(folder.resolve(name), Path.of(name))) {
      var run = new RunFolder(path);
      if (run.exists()) {
        return Results.open(run);
      }
    }
    var known = String.join(", ", names());
    throw new InvalidInput(
        "no run '%s': there %s".formatted(name, known.isEmpty() ? "is none yet" : "are " + known));
  }
}
