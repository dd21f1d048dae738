package io.interleave.workload;

import io.interleave.task.StackfulTask;
import org.jspecify.annotations.Nullable;

/** {@link Colour} in its blocking form, where functions have none: the plain call alone. */
public final class BlockingColour extends BlockingRun {
  private final long calls;

  /**
   * One round of {@code colour}; nothing is started yet.
   *
   * @throws InvalidInput when the way crosses from one colour to the other
   */
  public BlockingColour(Colour colour, Threads threads) {
    super(threads, 1, false);
    calls = colour.deliveries();
    var way = colour.values().text("way");
    if (!way.equals("plain")) {
      throw new InvalidInput(
          "way=%s is not applicable: functions have no colour, whatever waits is called like any other"
              .formatted(way));
    }
  }

  @Override
  Gated task(int i) {
    return new Gated() {
      @Override
      void work(@Nullable StackfulTask<?> self) {
        long z = 0;
        for (long call = 0; call < calls; call++) {
          z = apartNext(z);
          counted();
        }
        sum = z;
      }
    };
  }

  static long apartNext(long i) {
    return i + 1;
  }

  @Override
  public boolean underWay() {
    return false; // it computes
  }
}
