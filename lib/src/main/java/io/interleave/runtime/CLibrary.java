package io.interleave.runtime;

import io.interleave.workload.Crossing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The C functions that ffi calls, as a shared library, where there is a compiler for them. */
final class CLibrary {
  private final Manifest manifest;
  private final Build build;
  private final Path file;

  private CLibrary(Path description, Home home) {
    manifest = Manifest.read(description);
    build = new Build(manifest, home);
    file = home.built("c").resolve("libadd.so");
  }

  /** That of a project; null when it has none. */
  static @Nullable CLibrary of(Home home) {
    Path description = home.natives().resolve("c/library.json");
    return Files.exists(description) ? new CLibrary(description, home) : null;
  }

  /** Why it can't be had, if it can't. */
  Optional<String> missing() {
    return build.toolchain().isPresent()
        ? Optional.empty()
        : Optional.of("ffi needs %s".formatted(manifest.install()));
  }

  /** Builds it, if there is a compiler and something changed. */
  void prepare() throws IOException, InterruptedException {
    if (build.toolchain().isPresent()) {
      build.run(build.toolchain().get());
    }
  }

  /** What tells a JVM where it is. */
  String flag() {
    return "-D%s=%s".formatted(Crossing.LIBRARY, file);
  }
}
