package io.interleave.runtime;

import io.interleave.workload.ActorMesh;
import io.interleave.workload.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A bare program of the mesh, in a folder under lib/native/baseline with a {@code baseline.json}.
 */
public final class BareProgram {
  private final Manifest manifest;
  private final Build build;

  /**
   * The one that the runtime of this name is set against.
   *
   * @throws InvalidInput when there is none
   */
  public BareProgram(Home home, String name) {
    Path folder = home.natives().resolve("baseline").resolve(name);
    if (!Files.exists(folder.resolve("baseline.json"))) {
      throw new InvalidInput(
          "no bare program for '%s': each has a folder under lib/native/baseline".formatted(name));
    }
    manifest = Manifest.read(folder.resolve("baseline.json"));
    build = new Build(manifest, home);
  }

  /** Builds it if need be. */
  public void prepare() throws IOException, InterruptedException {
    build.run("");
  }

  /**
   * Runs it in a fresh process.
   *
   * @return nanoseconds of each timed round
   * @throws IOException when it fails or answers wrongly
   */
  public long[] elapsedNs(ActorMesh mesh, int warmup, int iterations)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(build.expand(manifest.run()));
    for (String name : List.of("actors", "messages", "inFlight", "mailbox", "payload", "seed")) {
      command.add(name.equals("inFlight") ? "--in-flight" : "--" + name);
      command.add(mesh.values().text(name));
    }
    command.addAll(
        List.of("--warmup", "" + warmup, "--iterations", "" + iterations, "--workers", "0"));
    var process =
        new ProcessBuilder(command)
            .directory(manifest.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(
            "%s: the bare program failed (exit status %d)"
                .formatted(manifest.name(), process.exitValue()));
      }
      String right = "%016x".formatted(mesh.answer());
      if (!printed.lines().allMatch(l -> l.startsWith(right + " "))) {
        throw new IOException(
            "%s: the bare program answered wrongly: %s"
                .formatted(manifest.name(), printed.strip()));
      }
      return printed.lines().mapToLong(l -> Long.parseLong(l.split(" ")[1])).toArray();
    } finally {
      process.destroyForcibly();
    }
  }
}
