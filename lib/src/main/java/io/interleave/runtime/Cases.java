package io.interleave.runtime;

import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Programs whose point is how they end: that they run, that they panic, that a compiler refuses
 * them. A folder under lib/native with a {@code cases.json} (a manifest's {@code name}, {@code
 * version}, {@code inputs}, {@code build}, {@code run}), whose program prints a JSON object a case.
 */
public final class Cases {
  private static final long PATIENCE_S = 300;

  private final Manifest manifest;
  private final Build build;

  /**
   * Those of a folder.
   *
   * @throws InvalidInput when it has none, or its toolchain is missing
   */
  public Cases(Home home, String folder) {
    Path file = home.natives().resolve(folder).resolve("cases.json");
    if (!Files.exists(file)) {
      throw new InvalidInput("no cases '%s': there is no %s".formatted(folder, file));
    }
    manifest = Manifest.read(file);
    build = new Build(manifest, home);
    if (build.toolchain().isEmpty()) {
      throw new InvalidInput(
          "the cases '%s' are not here: %s".formatted(folder, manifest.install()));
    }
  }

  /**
   * Runs them all.
   *
   * @return each with its fields as text, such as {@code case}, {@code outcome}, {@code says}
   * @throws IOException when they can't be built, fail, or take over five minutes
   */
  public List<Map<String, String>> run() throws IOException, InterruptedException {
    build.run(build.toolchain().orElse(""));
    var process =
        new ProcessBuilder(build.expand(manifest.run()))
            .directory(manifest.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("%s: the cases did not end well".formatted(manifest.name()));
      }
      return out.lines().map(Cases::fields).toList();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Map<String, String> fields(String line) {
    var fields = new LinkedHashMap<String, String>();
    JsonMapper.shared()
        .readTree(line)
        .properties()
        .forEach(e -> fields.put(e.getKey(), e.getValue().asString("")));
    return fields;
  }
}
