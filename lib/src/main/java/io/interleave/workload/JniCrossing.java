package io.interleave.workload;

import java.nio.file.Path;

/** The Java Native Interface. Its functions are named by the glue in lib/native/c/jni.c. */
final class JniCrossing implements Crossing {
  static {
    load();
  }

  @SuppressWarnings("restricted") // it is what is measured
  private static void load() {
    System.load(Path.of(System.getProperty(LIBRARY, "")).toAbsolutePath().toString());
  }

  private static native long add(long z, long i);

  private static native long each(long n);

  /** Called by the glue. */
  @SuppressWarnings("unused")
  private static long back(long z, long i) {
    return Crossing.back(z, i);
  }

  @Override
  public long call(long n) {
    long z = 0;
    for (long i = 1; i <= n; i++) {
      z = add(z, i);
    }
    return z;
  }

  @Override
  public long callback(long n) {
    return each(n);
  }
}
