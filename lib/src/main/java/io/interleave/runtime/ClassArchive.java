package io.interleave.runtime;

import io.interleave.workload.ActorMesh;
import io.interleave.workload.Values;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of a fork, parsed and verified once for all forks (class data sharing), so that one
 * starts in two thirds of the time. Its rounds are the same: methods are compiled as ever. A JVM
 * that can't use it (another version, other object alignment) starts without.
 *
 * <p>It stands beside the library's jar and is made anew when the jar is. There is none where the
 * library is a folder of classes.
 */
final class ClassArchive {
  private static final Path JAR = Classpath.ofLibrary();
  static final Path FILE = JAR.resolveSibling("interleave.jsa");
  private static boolean tried;

  private ClassArchive() {}

  /** Makes it, unless it is there; where that fails, forks start without. */
  static synchronized void prepare(JvmRuntime training) throws IOException, InterruptedException {
    if (tried || !Files.isRegularFile(JAR) || isNewer(FILE)) {
      return;
    }
    tried = true;
    make(training);
  }

  /** Makes it anew. What was there goes first: a JVM writes none while it reads one. */
  static void make(JvmRuntime training) throws IOException, InterruptedException {
    Files.deleteIfExists(FILE);
    Path draft = JAR.resolveSibling("interleave-%d.jsa".formatted(ProcessHandle.current().pid()));
    if (run(training, draft) && Files.exists(draft)) {
      Files.move(draft, FILE, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static boolean isNewer(Path file) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(JAR)) > 0;
  }

  /** A fork that ends with writing down its classes. */
  private static boolean run(JvmRuntime training, Path draft)
      throws IOException, InterruptedException {
    var mesh = new ActorMesh().actors(100).messages(10_000).inFlight(10);
    var settings = Values.defaults(training.settings());
    var command = new ArrayList<>(training.command(settings));
    command.add(1, "-XX:ArchiveClassesAtExit=" + draft);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      new Fork(training, mesh, settings, 0, 1, Fork.Limits.DEFAULT).ask(process);
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // it ended before it was asked
    } finally {
      process.destroyForcibly();
    }
  }

  /** What tells a JVM where it is; nothing where there is none. */
  static List<String> flags() {
    return Files.exists(FILE)
        // Standard output carries the contract's lines: it says nothing when it can't use it.
        ? List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:disable", "-Xlog:all=warning:stderr")
        : List.of();
  }
}
