package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link Ffi} in its blocking form. */
public final class BlockingFfi extends BlockingRun {
  /** Why it is measured on the JDK's own threads alone. */
  public static final String REFUSAL =
      "ffi is not applicable: a call into C is the same from whatever task of a JVM, see jdk-virtual";

  /** Why a critical call has no callback. */
  public static final String NO_WAY_BACK =
      "way=callback ffi=ffm-critical is not applicable: a critical call may not come back";

  private final long calls;
  private final String way;
  private final Crossing crossing;

  /**
   * Not here: a call into C is the same from whatever task of a JVM.
   *
   * @throws InvalidInput always
   */
  public BlockingFfi(Ffi ffi, Threads threads) {
    this(ffi, threads, refused());
  }

  private static Crossing refused() {
    throw new InvalidInput(REFUSAL);
  }

  /** One round of {@code ffi}, which crosses this way; nothing is started yet. */
  public BlockingFfi(Ffi ffi, Threads threads, Crossing crossing) {
    super(threads, 1, false);
    calls = ffi.deliveries();
    way = ffi.values().text("way");
    this.crossing = crossing;
  }

  @Override
  Gated task(int i) {
    return new Gated() {
      @Override
      void work(@Nullable StackfulTask<?> self) {
        sum =
            switch (way) {
              case "call" -> crossing.call(calls);
              case "callback" -> crossing.callback(calls);
              default -> loop();
            };
        counted(calls);
      }
    };
  }

  private long loop() {
    long z = 0;
    for (long i = 1; i <= calls; i++) {
      z = apartAdd(z, i);
    }
    return z;
  }

  private static long apartAdd(long z, long i) {
    return z + i;
  }

  @Override
  public boolean underWay() {
    return false; // it computes
  }
}
