package io.interleave.workload;

import io.interleave.task.StackfulTask;
import java.util.Optional;
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
    refusal(colour.values().text("way"))
        .ifPresent(
            why -> {
              throw new InvalidInput(why);
            });
  }

  /** Why a way can't be gone, if it can't. */
  public static Optional<String> refusal(String way) {
    return way.equals("plain")
        ? Optional.empty()
        : Optional.of(
            "way=%s is not applicable: functions have no colour, whatever waits is called like any other"
                .formatted(way));
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
