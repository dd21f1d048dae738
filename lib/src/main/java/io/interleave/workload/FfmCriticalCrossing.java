package io.interleave.workload;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The same as a critical call: without the thread's change of state, so nothing can stop it and it
 * may not come back.
 */
final class FfmCriticalCrossing implements Crossing {
  private static final MethodHandle ADD =
      FfmCrossing.handle(
          "add",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
          Linker.Option.critical(false));

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
  public long callback(long n) {
    throw new InvalidInput(BlockingFfi.NO_WAY_BACK);
  }
}
