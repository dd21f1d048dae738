package io.interleave.workload;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;

/**
 * The foreign function interface of Java 22. Its handles are constants: so they are compiled in.
 */
final class FfmCrossing implements Crossing {
  private static final FunctionDescriptor ADDS =
      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
  private static final MethodHandle ADD = handle("add", ADDS);
  private static final MethodHandle EACH =
      handle(
          "each",
          FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

  /** A C function of the library. */
  @SuppressWarnings("restricted") // it is what is measured
  static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
    var library =
        SymbolLookup.libraryLookup(Path.of(System.getProperty(LIBRARY, "")), Arena.global());
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type, options);
  }

  @Override
  public long call(long n) {
    try {
      long z = 0;
      for (long i = 1; i <= n; i++) {
        z = (long) ADD.invokeExact(z, i);
      }
      return z;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  @SuppressWarnings("restricted") // it is what is measured
  public long callback(long n) {
    try (var arena = Arena.ofConfined()) {
      var back = MethodHandles.lookup().findStatic(Crossing.class, "back", ADDS.toMethodType());
      var stub = Linker.nativeLinker().upcallStub(back, ADDS, arena);
      return (long) EACH.invokeExact(n, stub);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
