package io.interleave.workload;

import java.nio.file.Files;
import java.nio.file.Path;

/** A way from Java into C and back. The loops are the way's own, so that nothing stands between. */
public interface Crossing {
  /** The property of a JVM that tells where the C functions are: a shared library. */
  String LIBRARY = "interleave.library";

  /** {@code z = add(z, i)} for i = 1 … n, add being C's. */
  long call(long n);

  /** C's {@code each}, which calls back n times. */
  long callback(long n);

  /**
   * The way of this name: {@code ffm}, {@code ffm-critical} or {@code jni}.
   *
   * @throws InvalidInput when there is no such way, or no library
   */
  static Crossing named(String name) {
    if (!isOpen()) {
      throw new InvalidInput(
          "ffi needs a library of C functions: -D%s=%s is no file".formatted(LIBRARY, library()));
    }
    return switch (name) {
      case "ffm" -> new FfmCrossing();
      case "ffm-critical" -> new FfmCriticalCrossing();
      case "jni" -> new JniCrossing();
      default ->
          throw new InvalidInput("ffi=%s: expected one of ffm, ffm-critical, jni".formatted(name));
    };
  }

  /** Whether there are C functions to call. */
  static boolean isOpen() {
    return Files.isRegularFile(library());
  }

  private static Path library() {
    return Path.of(System.getProperty(LIBRARY, ""));
  }

  /** What C calls back. */
  static long back(long z, long i) {
    return z + i;
  }
}
