package io.interleave.run;

import io.interleave.runtime.OtherLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Patience with a machine that others use too: a fork waits until they leave it alone, and one that
 * they disturbed is measured again. All of it together takes no longer than was allowed, and no
 * fork is tried more than three times: what starts ten thousand threads has the kernel busy with
 * their end, which looks like another's work and comes each time.
 */
final class Quiet {
  private static final long LOOK_MS = 250;
  private static final int TRIES = 3;

  /** What others use of the machine, in processors, over a moment. */
  interface Others {
    double busy() throws InterruptedException;
  }

  private final Others others;
  private long leftNs;

  Quiet(Duration patience) {
    this(patience, Quiet::busy);
  }

  Quiet(Duration patience, Others others) {
    leftNs = patience.toNanos();
    this.others = others;
  }

  private static double busy() throws InterruptedException {
    var others = new OtherLoad();
    Thread.sleep(LOOK_MS);
    return others.foreign(0) + others.stolen();
  }

  /** One fork. */
  interface Fork {
    ForkRecord run() throws IOException, InterruptedException;
  }

  /**
   * Measures it when the machine is quiet, and again while it was disturbed and patience is left.
   * Of a fork measured again only the last record is kept: which one that is depends on the noise
   * alone, never on what it measured.
   *
   * @param waits hears why nothing is measured yet
   */
  ForkRecord measure(Fork fork, Consumer<String> waits) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      await(waits);
      long begun = System.nanoTime();
      ForkRecord record = fork.run();
      if (leftNs <= 0 || !record.noisy() || tries == TRIES) {
        return record;
      }
      leftNs -= System.nanoTime() - begun;
    }
  }

  private void await(Consumer<String> waits) throws InterruptedException {
    while (leftNs > 0) {
      long begun = System.nanoTime();
      double busy = others.busy();
      if (!(busy > ForkRecord.NOISE)) { // NaN where nothing is known
        return;
      }
      waits.accept("waits for a quiet machine: others use %.1f processors".formatted(busy));
      leftNs -= System.nanoTime() - begun;
    }
  }
}
