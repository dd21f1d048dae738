package io.interleave.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a native program when its inputs, its toolchain or its command changed, and never
 * otherwise.
 */
final class Build {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Manifest manifest;
  private final Home home;
  private final Path out;
  private @Nullable Optional<String> toolchain;

  Build(Manifest manifest, Home home) {
    this.manifest = manifest;
    this.home = home;
    this.out =
        home.built(manifest.folder().startsWith(home.natives()) ? relative() : manifest.name());
  }

  private String relative() {
    return home.natives().relativize(manifest.folder()).toString().replace(File.separatorChar, '-');
  }

  /** The command with its places filled in. */
  List<String> expand(List<String> command) {
    return command.stream()
        .map(
            word ->
                word.replace("{out}", out.toString())
                    .replace("{java_home}", System.getProperty("java.home"))
                    .replace("{library}", Classpath.forFork()))
        .toList();
  }

  /**
   * First line of what the version command prints, without the colours that some (Debian's Maven)
   * print into a pipe too; empty when it can't be started or fails. Asked once.
   */
  synchronized Optional<String> toolchain() {
    if (toolchain == null) {
      toolchain = asked();
    }
    return toolchain;
  }

  private Optional<String> asked() {
    if (manifest.version().isEmpty()) {
      return Optional.of("");
    }
    try {
      var process =
          new ProcessBuilder(expand(manifest.version()))
              .directory(manifest.folder().toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String printed =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0
          ? printed.replaceAll("\u001b\\[[0-9;]*m", "").lines().findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Two may want the same build: the second waits for the first, then finds it done. Within a
   * process all builds come one after the other, since each takes all processors.
   */
  void run(String toolchain) throws IOException, InterruptedException {
    if (manifest.build().isEmpty()) {
      return;
    }
    ONE_AT_A_TIME.lockInterruptibly();
    try {
      locked(toolchain);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private void locked(String toolchain) throws IOException, InterruptedException {
    Files.createDirectories(out);
    Path stamp = out.resolve(".built-from");
    try (var channel =
            FileChannel.open(
                out.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      String inputs = fingerprint(toolchain);
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(inputs)) {
        Files.deleteIfExists(stamp);
        compile();
        Files.writeString(stamp, inputs);
      }
    }
  }

  private void compile() throws IOException, InterruptedException {
    Path log = out.resolve("build.log");
    var process =
        new ProcessBuilder(expand(manifest.build()))
            .directory(manifest.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      process.getOutputStream().close();
      if (process.waitFor() != 0) {
        var lines = Files.readAllLines(log);
        throw new TaskRuntime.BuildFailure(
            "%s: the build failed (%s):%n%s"
                .formatted(
                    manifest.name(),
                    home.path().relativize(log),
                    String.join(
                        "\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()))));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String fingerprint(String toolchain) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (toolchain + "\0" + expand(manifest.build()))
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      for (String input : manifest.inputs()) {
        try (Stream<Path> files = Files.walk(manifest.folder().resolve(input).normalize())) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            digest.update(
                home.path()
                    .relativize(file)
                    .toString()
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
