package io.interleave.workload;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Where the stack of whoever asks stands: Java can't tell, but what it calls in C can. */
final class StackPointer {
  private static final MethodHandle HERE =
      FfmCrossing.handle("here", FunctionDescriptor.of(ValueLayout.JAVA_LONG));

  private StackPointer() {}

  static long read() {
    try {
      return (long) HERE.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
