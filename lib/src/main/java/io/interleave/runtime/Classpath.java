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
   * What a fork gets: beside a jar in target/ stand its dependencies in target/lib; in a kernel the
   * JVM's own class path names neither, so it is used only when it names this library.
   */
  public static String forFork() {
    Path library = ofLibrary();
    String own = System.getProperty("java.class.path");
    if (own.contains(library.toString())) {
      return own;
    }
    Path dependencies = library.resolveSibling("lib");
    return library
        + (Files.isDirectory(dependencies) ? File.pathSeparator + dependencies.resolve("*") : "");
  }
}
