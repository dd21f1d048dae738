package io.interleave.runtime;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this library stands on disk, so that a forked JVM finds the same one. */
public final class Classpath {
  private Classpath() {}

  /** The library's jar, or its folder of classes. */
  static Path ofLibrary() {
    try {
      return Path.of(Classpath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a fork gets: beside a jar in target/ stand its dependencies in target/lib; a folder of
   * classes is on the JVM's own class path with all it needs.
   */
  public static String forFork() {
    Path library = ofLibrary();
    Path dependencies = library.resolveSibling("lib");
    return Files.isRegularFile(library) && Files.isDirectory(dependencies)
        ? library + File.pathSeparator + dependencies.resolve("*")
        : System.getProperty("java.class.path");
  }
}
